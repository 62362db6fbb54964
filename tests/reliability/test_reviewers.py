"""Twenty reviewers at once, over HTTP, against a real server and PostgreSQL."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.servers import Factcheck, free_port

pytestmark = [pytest.mark.live, pytest.mark.postgres]

REVIEWERS = 20
CLAIMS = 200
TAKEN_BACK = 9  # which of a reviewer's claims, or the next; in a crowd, not at its end
PATIENCE = 60  # seconds for the server to answer first; a busy machine needs a few

# Reviewers with their tokens; claims, every tenth of high risk.
WORLD = f"""
import json
from claims.models import Claim
from claims.review.reconsidering import set_risk
from factcheck.core.models import ApiToken
from tests.factories import make_article, make_claim, make_user
people = [make_user("reviewer", username=f"r{{n}}") for n in range({REVIEWERS})]
tokens = [ApiToken.objects.issue(user=user, name="program")[1] for user in people]
claims = []
for n in range({CLAIMS}):
    article = make_article() if n % 20 == 0 else article
    claims.append(make_claim(article))
for claim in claims[::10]:
    set_risk(claim=claim, is_high=True, by=people[0])
print(json.dumps([tokens, [str(claim.public_id) for claim in claims]]))
"""
# What the database holds afterwards, and whether it is what follows from the votes.
STATE = """
import json
from claims.models import Claim, Review
from claims.review.deriving import states_of
from factcheck.core.models import AuditEvent
wrong, agreements = [], {}
for claim in Claim.objects.all():
    for aspect, state in states_of(claim).items():
        kept = (getattr(claim, f"{aspect}_verdict"),
                getattr(claim, f"{aspect}_agreement"))
        if kept != (state.verdict or "", state.agreement):
            wrong.append([str(claim.public_id), aspect, *kept])
    agreements[str(claim.public_id)] = [claim.content_agreement, claim.content_verdict]
decided = {}
for event in AuditEvent.objects.filter(action="claim.decided"):
    after = event.values_after
    for aspect in ("attribution", "content"):
        now = after.get(f"{aspect}_agreement")
        if now in ("quorum", "conflict"):
            key = f"{event.subject_id} {aspect} {now}"
            decided[key] = decided.get(key, 0) + 1
print(json.dumps({
    "reviews": [
        [str(review.public_id), review.reviewer.username, str(review.claim.public_id)]
        for review in Review.objects.select_related("reviewer", "claim")
    ],
    "wrong": wrong,
    "agreements": agreements,
    "decided": decided,
}))
"""


@dataclass
class Reviewer:
    """One person with a program that votes for them, one claim after the other."""

    number: int
    token: str
    port: int
    tags: dict[str, str]  # of the claims as everybody read them before
    takes_back: str = ""  # the claim whose vote is taken back and given again
    recorded: list[tuple[str, str]] = field(default_factory=list)  # (review, claim)
    statuses: Counter[int] = field(default_factory=Counter)

    def vote_on(self, claims: Sequence[tuple[str, str]]) -> None:
        """Vote on each claim as it was read before, read it again if it has changed
        meanwhile; and take back one vote and give it again.
        """
        for claim, verdict in claims:
            answer = self._vote(claim, verdict)
            if claim == self.takes_back:
                content = answer["reviews"][0]["id"]
                self._insist(claim, f"/api/v1/reviews/{content}/withdrawal/", None)
                self._vote(claim, verdict)

    def _vote(self, claim: str, verdict: str) -> Any:
        # Both aspects on some claims, the same for all who vote on it.
        aspects = ["content", "attribution"] if claim[0] in "0123" else ["content"]
        ballots = [
            {"aspect": aspect, "verdict": verdict, "rationale": "Looked."}
            for aspect in aspects
        ]
        path = f"/api/v1/claims/{claim}/reviews/"
        return self._insist(claim, path, {"reviews": ballots})

    def _insist(self, claim: str, path: str, body: object) -> Any:
        tag = self.tags[claim]
        for _ in range(REVIEWERS):
            status, answer, _ = self._ask("POST", path, body, tag)
            self.statuses[status] += 1
            if status == 201:
                self.recorded += [(one["id"], claim) for one in answer["reviews"]]
                return answer
            assert status == 412, answer
            tag = self.read(claim)
        raise AssertionError(f"{claim} never held still")

    def read(self, claim: str) -> str:
        """The claim's tag."""
        status, _, tag = self._ask("GET", f"/api/v1/claims/{claim}/")
        assert status == 200
        return tag

    def _ask(
        self, method: str, path: str, body: object = None, tag: str = ""
    ) -> tuple[int, Any, str]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "If-Match": tag,
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, json.dumps(body), headers)
        answer = connection.getresponse()
        content = json.loads(answer.read())
        connection.close()
        return answer.status, content, answer.headers.get("ETag", "")


def printed(factcheck: Factcheck, script: str) -> Any:
    """The JSON that a script within the installation prints."""
    output = factcheck.manage("shell", "-v0", "-c", script).stdout
    return json.loads(output.strip().splitlines()[-1])


def serve(factcheck: Factcheck) -> int:
    """The port on which two processes with four threads each answer."""
    port = free_port()
    process = factcheck.start(
        [
            *(sys.executable, "-m", "gunicorn", "factcheck.wsgi"),
            *(f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4"),
            *("--timeout=120", "--no-control-socket"),
        ]
    )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        time.sleep(0.05)
    raise AssertionError(factcheck.output_of(process))


def shares(claims: Sequence[str]) -> list[list[tuple[str, str]]]:
    """For each reviewer their claims, in one order for all, and their verdicts.

    Each claim is for two or three neighbours; on every seventh the second differs.
    """
    found: list[list[tuple[str, str]]] = [[] for _ in range(REVIEWERS)]
    for number, claim in enumerate(claims):
        for nth in range(3 if number % 10 in (0, 5) else 2):
            differs = number % 7 == 3 and nth == 1
            verdict = "not_checkable" if differs else "unverified"
            found[(number + nth) % REVIEWERS].append((claim, verdict))
    return found


def taken_back(share: Sequence[tuple[str, str]], claims: Sequence[str]) -> str:
    """The claim whose vote somebody takes back: one on which all agree, for no voter
    may leave a conflict."""
    disputed = {claim for number, claim in enumerate(claims) if number % 7 == 3}
    return next(claim for claim, _ in share[TAKEN_BACK:] if claim not in disputed)


def test_twenty_reviewers_at_once_lose_no_vote_and_decide_each_claim_once(
    factcheck_process: Callable[..., Factcheck], migrated_postgres_url: str
) -> None:
    factcheck = factcheck_process(
        DATABASE_URL=migrated_postgres_url,
        REDIS_URL="redis://127.0.0.1:1/0",
        API_USER_PER_MINUTE="0",
        API_WRITES_PER_MINUTE="0",
    )
    tokens, claims = printed(factcheck, WORLD)
    port = serve(factcheck)
    reader = Reviewer(0, tokens[0], port, {})
    tags = {claim: reader.read(claim) for claim in claims}
    work = shares(claims)
    people = [
        Reviewer(number, token, port, tags, taken_back(share, claims))
        for number, (token, share) in enumerate(zip(tokens, work, strict=True))
    ]
    faults = together(people, work)

    found = printed(factcheck, STATE)

    assert faults == []
    told = {
        (review, f"r{person.number}", claim)
        for person in people
        for review, claim in person.recorded
    }
    assert {tuple(row) for row in found["reviews"]} == told
    assert len(found["reviews"]) == len(told)
    assert found["wrong"] == []
    refused = sum(person.statuses[412] for person in people)
    assert refused > 0  # who came third had seen an older claim
    # A claim may be undecided and decided anew by those who take back their votes.
    reopened = {person.takes_back for person in people}
    twice = [
        key
        for key, times in found["decided"].items()
        if times > 1 and key.split()[0] not in reopened
    ]
    assert twice == []
    for number, claim in enumerate(claims):
        expected = ["conflict", ""] if number % 7 == 3 else ["quorum", "unverified"]
        assert found["agreements"][claim] == expected, number
    factcheck.manage("verifyledger")


def together(
    people: Sequence[Reviewer], work: Sequence[Sequence[tuple[str, str]]]
) -> list[str]:
    """All of them vote at the same time; what went wrong."""
    faults: list[str] = []
    barrier = threading.Barrier(len(people))

    def run(person: Reviewer, share: Sequence[tuple[str, str]]) -> None:
        try:
            barrier.wait()
            person.vote_on(share)
        except Exception as error:  # noqa: BLE001 - told by the test
            faults.append(f"{person.number}: {error!r}")

    threads = [
        threading.Thread(target=run, args=pair)
        for pair in zip(people, work, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults
