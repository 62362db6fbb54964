# One image for every role: web (the default), worker, beat and manage.py.
# compose.yaml shows how they go together.

# --- Everything that needs installing or collecting happens here --------------
FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app

# The requirements alone first: this layer stays when only our code changes.
COPY requirements.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --quiet --require-hashes --requirement requirements.txt

COPY manage.py ./
COPY factcheck ./factcheck
COPY sources ./sources
COPY claims ./claims
# No secret is needed to collect files, and none may stay in the image.
RUN DATA_DIR=/tmp SECRET_KEY=collectstatic-signs-nothing \
        /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q factcheck sources claims

# --- The image: no compiler, no pip cache, not root ---------------------------
FROM python:3.11-slim-bookworm

LABEL org.opencontainers.image.title="factcheck" \
      org.opencontainers.image.description="Claim-level fact-checking and source attribution" \
      org.opencontainers.image.licenses="MIT"

RUN groupadd --gid 10001 factcheck \
    && useradd --uid 10001 --gid 10001 --home-dir /nonexistent --no-create-home \
        --shell /usr/sbin/nologin factcheck \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data

WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app

ENV PATH=/venv/bin:$PATH \
    DATA_DIR=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000

# Any answer below 500 is a living process; a redirect to HTTPS is one.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=8); c.request('GET', '/admin/login/'); sys.exit(c.getresponse().status >= 500)"]

# /dev/shm: gunicorn's heartbeat must not wait for a disk.
CMD ["gunicorn", "factcheck.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--timeout=120", "--limit-request-line=8190", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--max-requests=2000", "--max-requests-jitter=200"]
