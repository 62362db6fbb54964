"""How long a reviewer waits on the workbench: ``workbench.py [CLAIMS]``.

Makes a database of its own beside the one in DATABASE_URL (PostgreSQL), fills it with
that many claims (100,000) and as many votes of others as two in a hundred, starts the
product's own server (gunicorn as in the Dockerfile), and judges 20 prepared claims in
Chromium with real key presses. Printed is the machine's share: from the key that
confirms to the moment at which the next claim can be judged.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop is this thread's
os.environ.setdefault("ALLOW_IN_PROCESS_JOBS", "true")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from claims.models import Claim, ClaimSpan, ExtractionRun, Review, SpanRole
from claims.verdicts.priority import priority
from claims.verdicts.states import Aspect
from factcheck.core.permissions import Role
from factcheck.lib import clock
from sources.models import Article, Snapshot
from tests.factories import make_article, make_claim, make_supported, make_user

PREPARED = 20
IN_AN_ARTICLE = 50
PORT = 8137
SENTENCE = "The swimming pool no. {n} will close in May, John Smith said on Monday. "
WATCH = """
window.waits = [];
let pressed = 0;
addEventListener("keydown", (event) => {
  if (event.key === "Enter") pressed = performance.now();
}, true);
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.name === "workbench-usable") waits.push(entry.startTime - pressed);
  }
}).observe({ type: "mark" });
"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("claims", type=int, nargs="?", default=100_000)
    count = parser.parse_args().claims
    connection.creation.create_test_db(verbosity=0)
    try:
        began = time.perf_counter()
        fill(count)
        print(f"{count} claims stored in {time.perf_counter() - began:.0f} s")
        measure()
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]))


def fill(count: int) -> None:
    """Articles of fifty claims each, and the prepared ones before all others."""
    text = "Pools to close\\n\\n" + "".join(
        SENTENCE.format(n=n) for n in range(IN_AN_ARTICLE)
    )
    pattern = make_claim(
        make_article(text), content="The swimming pool no. 0 will close"
    )
    speaker = pattern.speaker
    values = {
        field.attname: getattr(pattern, field.attname)
        for field in Claim._meta.concrete_fields
        if field.attname not in ("id", "public_id", "thread", "snapshot_id", "run_id")
    }
    for first in range(0, count, IN_AN_ARTICLE * 100):
        store_some(text, values, min(100, (count - first) // IN_AN_ARTICLE), first)
    voters = [make_user(Role.REVIEWER) for _ in range(5)]
    some = Claim.objects.order_by("id")[: count // 50]
    Review.objects.bulk_create(
        Review(
            claim=claim,
            reviewer=voters[at % 5],
            aspect=Aspect.CONTENT,
            verdict="unverified",
            rationale="Nothing found.",
            snapshot_id=claim.snapshot_id,
            is_additional=False,
            is_adjudication=False,
        )
        for at, claim in enumerate(some.only("id", "snapshot_id"))
    )
    for number in range(PREPARED):
        claim = make_claim(check_worthiness=0.99, reach=50)
        make_supported(claim)
        Claim.objects.filter(pk=claim.pk).update(priority=100.0 - number)
    assert speaker is not None
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def store_some(text: str, values: dict[str, object], articles: int, first: int) -> None:
    """So many articles with fifty claims each."""
    rows = Article.objects.bulk_create(
        Article(title=f"Pools to close, no. {first + n}", language="en")
        for n in range(articles)
    )
    snapshots = Snapshot.objects.bulk_create(
        Snapshot(
            article=article,
            number=1,
            sha256=secrets.token_hex(32),
            text=text,
            blocks=[{"kind": "paragraph", "start": 0, "end": len(text)}],
            raw_name="none",
            raw_sha256=secrets.token_hex(32),
            content_type="text/plain",
            reader_version="none",
        )
        for article in rows
    )
    runs = ExtractionRun.objects.bulk_create(
        ExtractionRun(snapshot=one, engine="filled", claim_count=50, seconds=0.1)
        for one in snapshots
    )
    since = clock.now() - timedelta(days=3)
    claims = Claim.objects.bulk_create(
        Claim(
            **{
                **values,
                "snapshot_id": snapshot.pk,
                "run_id": run.pk,
                "fingerprint": secrets.token_hex(32),
                "ordinal": n + 1,
                "check_worthiness": (first + n) % 89 / 100,
                "priority": priority(
                    worth=(first + n) % 89 / 100,
                    reach=1,
                    since=since + timedelta(minutes=first // 100),
                ),
            }
        )
        for snapshot, run in zip(snapshots, runs, strict=True)
        for n in range(IN_AN_ARTICLE)
    )
    ClaimSpan.objects.bulk_create(
        ClaimSpan(
            claim=claim, role=SpanRole.CONTENT, ordinal=0, start=16, end=40, text="-"
        )
        for claim in claims
    )


def measure() -> None:
    """Judge the prepared claims in a browser."""
    client = Client()
    client.force_login(make_user(Role.REVIEWER))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    command = f"gunicorn factcheck.wsgi --bind=127.0.0.1:{PORT} --workers=2 --threads=4"
    command += " --worker-tmp-dir=/dev/shm --no-control-socket --log-level=warning"
    server = subprocess.Popen(
        [sys.executable, "-m", *command.split()],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": own_url()},
    )
    try:
        wait_for_server()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            name, origin = settings.SESSION_COOKIE_NAME, f"http://127.0.0.1:{PORT}"
            context.add_cookies([{"name": name, "value": cookie, "url": origin}])
            page = context.new_page()
            page.goto(f"{origin}/admin/claims/claim/review/")
            waits = judge(page)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    print(f"from the key to the next claim, {len(waits)} claims:")
    print(f"  median {statistics.median(waits):.0f} ms")
    print(f"  p95 {sorted(waits)[int(len(waits) * 0.95) - 1]:.0f} ms")
    print(f"  longest {max(waits):.0f} ms")


def judge(page: Page) -> list[float]:
    """Milliseconds for each of the prepared claims."""
    page.evaluate(WATCH)
    for done in range(1, PREPARED + 1):
        page.wait_for_timeout(1_500)  # a quick reader
        page.keyboard.press("c")
        page.keyboard.press("c")
        page.keyboard.press("Enter")
        while page.evaluate("waits.length") < done:
            page.wait_for_timeout(20)
    waits: list[float] = page.evaluate("waits")
    return waits


def own_url() -> str:
    """The address of the database that was made."""
    own = connection.settings_dict
    user = f"{own['USER']}:{own['PASSWORD']}" if own["PASSWORD"] else own["USER"]
    return f"postgres://{user}@{own['HOST']}:{own['PORT']}/{own['NAME']}"


def wait_for_server() -> None:
    """Until it answers; `RuntimeError` after half a minute."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/admin/login/", timeout=5)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


if __name__ == "__main__":
    main()
