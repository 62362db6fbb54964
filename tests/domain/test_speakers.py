"""Speakers merged, split, named and undone; and what the engine makes of it after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.extraction.model import SpeakerKind
from claims.models import (
    AliasState,
    Claim,
    Progress,
    Relay,
    Speaker,
    SpeakerAlias,
    SpeakerMerge,
    SpeakerRole,
)
from claims.services import extract_exactly
from claims.speaking import (
    NewSpeaker,
    add_alias,
    add_role,
    merge,
    preview_merge,
    preview_split,
    remove_alias,
    remove_role,
    set_wikidata,
    split,
    undo_merge,
    undo_split,
)
from claims.storing import store
from factcheck.core.errors import Changed, PermissionDenied, Refused
from factcheck.core.models import AuditEvent, User
from factcheck.core.permissions import Role
from sources.models import Article
from tests.factories import make_article, make_claim, make_speaker, make_user

pytestmark = pytest.mark.django_db

WHY = "The council's page has both names."
COUNCIL = (
    "Council to close the pool\n\n"
    "The swimming pool will close in May, Jane Okafor said on Monday.\n\n"
    "“We had no choice,” Ms Okafor added."
)


@pytest.fixture
def editor() -> User:
    """Somebody who may change speakers."""
    return make_user(Role.EDITOR, username="ed")


def said(speaker: Speaker, count: int = 1, **fields: Any) -> list[Claim]:
    """Claims of the speaker, each in an article of its own."""
    return [make_claim(resolved=speaker, **fields) for _ in range(count)]


def whose(*claims: Claim) -> list[str]:
    """The present speakers of the claims."""
    rows = Claim.objects.select_related("speaker").in_bulk([c.pk for c in claims])
    return [str(rows[claim.pk].speaker) for claim in claims]


def refusal(call: Any, **arguments: Any) -> str:
    """The code with which the service refuses."""
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return caught.value.code


def run_again(article: Article, engine: str = "newer engine") -> None:
    """Let a newer engine read the article."""
    snapshot = article.snapshots.get()
    found = extract_exactly(snapshot.text, published=None)
    store(snapshot=snapshot, extraction=replace(found, engine=engine))


def events(*actions: str) -> list[AuditEvent]:
    """The events of these kinds, the first one first."""
    return list(AuditEvent.objects.filter(action__in=actions).order_by("number"))


# --- Merging ------------------------------------------------------------------


def test_a_merge_moves_everything_and_the_row_stays(editor: User) -> None:
    away, here = make_speaker("J. Okafor"), make_speaker("Jane Okafor")
    claims, theirs = said(away, 3), said(here, 1)
    relayed = make_claim(via=["He"])
    Relay.objects.update(speaker=away)
    alias = SpeakerAlias.objects.create(speaker=away, text="Ms Okafor")
    role = SpeakerRole.objects.create(speaker=away, text="mayor")

    row = merge(speaker=away, into=here, reason=f" {WHY} ", by=editor)

    assert whose(*claims, *theirs) == ["Jane Okafor"] * 4
    for moved in (alias, role, relayed.relays.get()):
        moved.refresh_from_db()
        assert moved.speaker == here
    away.refresh_from_db()
    assert away.merged_into == here
    assert (row.reason, row.done_by, row.is_undone) == (WHY, editor, False)
    assert row.claim_ids == [claim.pk for claim in claims]


def test_undoing_brings_back_what_was_moved_and_nothing_else(editor: User) -> None:
    away, here = make_speaker("J. Okafor"), make_speaker("Jane Okafor")
    claims, theirs = said(away, 3), said(here, 2)
    mine = SpeakerAlias.objects.create(speaker=away, text="Ms Okafor")
    both = [SpeakerAlias.objects.create(speaker=s, text="Jo") for s in (away, here)]
    row = merge(speaker=away, into=here, reason=WHY, by=editor)
    (later,) = said(here)
    elsewhere = make_speaker("Somebody else")
    Claim.objects.filter(pk=claims[0].pk).update(speaker=elsewhere)

    undo_merge(merge=row, reason="They are two.", by=editor)

    assert whose(*claims) == ["Somebody else", "J. Okafor", "J. Okafor"]
    assert whose(*theirs, later) == ["Jane Okafor"] * 3
    mine.refresh_from_db()
    assert mine.speaker == away
    assert [SpeakerAlias.objects.get(pk=a.pk).speaker for a in both] == [away, here]
    away.refresh_from_db()
    row.refresh_from_db()
    assert (away.merged_into, row.undone_by) == (None, editor)
    assert refusal(undo_merge, merge=row, reason=WHY, by=editor) == "already_undone"


def test_those_merged_before_are_led_on_and_back(editor: User) -> None:
    first, second, third = (make_speaker(name) for name in ("A", "B", "C"))
    (claim,) = said(first)
    one = merge(speaker=first, into=second, reason=WHY, by=editor)
    two = merge(speaker=second, into=third, reason=WHY, by=editor)

    first.refresh_from_db()
    assert (first.merged_into, whose(claim)) == (third, ["C"])
    assert refusal(undo_merge, merge=one, reason=WHY, by=editor) == "merged_on"

    undo_merge(merge=two, reason=WHY, by=editor)
    first.refresh_from_db()
    assert (first.merged_into, whose(claim)) == (second, ["B"])
    undo_merge(merge=one, reason=WHY, by=editor)
    assert whose(claim) == ["A"]


def unnamed(article: Article, name: str, kind: SpeakerKind) -> Speaker:
    """A speaker of this article alone."""
    return make_speaker(name, article=article, kind=kind)


def test_the_unnamed_are_one_with_others_of_their_article_only(editor: User) -> None:
    named = make_speaker("Jane Okafor")
    one, other = make_article(), make_article()
    official = unnamed(one, "an official", SpeakerKind.ROLE_UNNAMED)
    company = unnamed(one, "the company", SpeakerKind.ORGANISATION)
    elsewhere = unnamed(other, "an official", SpeakerKind.ROLE_UNNAMED)

    def code(speaker: Speaker, into: Speaker) -> str:
        return refusal(merge, speaker=speaker, into=into, reason=WHY, by=editor)

    for local in (official, company):
        assert code(local, named) == code(named, local) == "unnamed"
        assert code(local, elsewhere) == "other_article"
    merge(speaker=official, into=company, reason=WHY, by=editor)
    official.refresh_from_db()
    assert official.merged_into == company


def test_what_is_merged_is_out_of_reach(editor: User) -> None:
    away, here, third = (make_speaker(name) for name in ("A", "B", "C"))
    role = add_role(speaker=away, text="mayor", by=editor)
    merge(speaker=away, into=here, reason=WHY, by=editor)

    for call, arguments in [
        (merge, {"speaker": away, "into": third, "reason": WHY}),
        (merge, {"speaker": third, "into": away, "reason": WHY}),
        (split, {"speaker": away, "claims": [], "into": third, "reason": WHY}),
        (add_alias, {"speaker": away, "text": "X"}),
        (remove_alias, {"speaker": away, "text": "X"}),
        (add_role, {"speaker": away, "text": "X"}),
        (set_wikidata, {"speaker": away, "wikidata": "Q1"}),
    ]:
        assert refusal(call, by=editor, **arguments) == "merged"
    assert (
        refusal(merge, speaker=here, into=here, reason=WHY, by=editor) == "same_speaker"
    )
    role.refresh_from_db()
    assert role.speaker == here


def test_a_merge_needs_a_reason_and_a_view_that_is_not_old(editor: User) -> None:
    away, here = make_speaker("A"), make_speaker("B")

    def code(**arguments: Any) -> str:
        return refusal(merge, speaker=away, into=here, by=editor, **arguments)

    assert code(reason="  ") == "reason_required"
    assert code(reason="x" * 2_001) == "reason_too_long"
    with pytest.raises(Changed):
        merge(speaker=away, into=here, reason=WHY, by=editor, seen=frozenset({7}))
    with pytest.raises(Changed):
        merge(speaker=away, into=here, reason=WHY, by=editor, into_seen=frozenset())
    assert not SpeakerMerge.objects.exists()
    seen = frozenset({1})
    merge(speaker=away, into=here, reason=WHY, by=editor, seen=seen, into_seen=seen)
    assert set(Speaker.objects.values_list("version", flat=True)) == {2}


def test_the_wikidata_id_goes_along_and_comes_back(editor: User) -> None:
    away, here = make_speaker("A", wikidata="Q42"), make_speaker("B")
    row = merge(speaker=away, into=here, reason=WHY, by=editor)

    here.refresh_from_db()
    assert (here.wikidata, row.took_wikidata) == ("Q42", True)
    undo_merge(merge=row, reason=WHY, by=editor)
    ids = Speaker.objects.order_by("name").values_list("wikidata", flat=True)
    assert list(ids) == ["Q42", ""]


def test_an_id_that_another_took_meanwhile_is_in_the_way_of_undoing(
    editor: User,
) -> None:
    away, here = make_speaker("A", wikidata="Q42"), make_speaker("B")
    row = merge(speaker=away, into=here, reason=WHY, by=editor)
    set_wikidata(speaker=here, wikidata="Q7", by=editor)
    third = set_wikidata(speaker=make_speaker("C"), wikidata="Q42", by=editor)

    assert refusal(undo_merge, merge=row, reason=WHY, by=editor) == "wikidata_taken"
    set_wikidata(speaker=third, wikidata="", by=editor)
    undo_merge(merge=row, reason=WHY, by=editor)
    here.refresh_from_db()
    assert here.wikidata == "Q7"


def test_two_wikidata_ids_are_two_speakers(editor: User) -> None:
    away, here = make_speaker("A", wikidata="Q1"), make_speaker("B", wikidata="Q2")

    code = refusal(merge, speaker=away, into=here, reason=WHY, by=editor)

    assert code == "two_wikidata_ids"
    assert "Q1 and Q2" in preview_merge(away, here).obstacles[0].text


def test_a_preview_tells_what_a_merge_would_change(editor: User) -> None:
    article = make_article()
    away = make_speaker("A")
    here = make_speaker("B", kind=SpeakerKind.ORGANISATION)
    newest = make_claim(article, resolved=away, progress=Progress.DECIDED)
    make_claim(article, resolved=here, content="a new one would open", cue="added")
    said(away, 11)
    make_claim(via=["He"], progress=Progress.PUBLISHED)
    Relay.objects.update(speaker=away)
    SpeakerAlias.objects.create(speaker=away, text="Al")
    SpeakerAlias.objects.create(speaker=away, text="No", state=AliasState.REMOVED)

    preview = preview_merge(away, here)

    assert (preview.claim_count, preview.article_count) == (12, 12)
    assert (preview.relayed_count, preview.decided_count) == (1, 2)
    assert len(preview.samples) == 10
    assert newest not in preview.samples  # the oldest
    assert preview.aliases == ("Al",)
    assert preview.obstacles == ()
    assert [text.split(",")[0] for text in preview.warnings] == [
        "“A” is a named person",
        "Both speak in one article: look whether they are two people there.",
    ]
    assert not Speaker.objects.exclude(merged_into=None).exists()


def test_a_merge_costs_the_same_for_few_and_many(editor: User) -> None:
    counts = []
    merge(speaker=make_speaker(), into=make_speaker(), reason=WHY, by=editor)
    for rows in (2, 20):
        away, here = make_speaker(), make_speaker()
        article = make_article()
        for _ in range(rows):
            make_claim(article, resolved=away, via=["He"])
            SpeakerAlias.objects.create(speaker=away, text=f"alias {_}")
        Relay.objects.update(speaker=away)
        with CaptureQueriesContext(connection) as queries:
            row = merge(speaker=away, into=here, reason=WHY, by=editor)
            undo_merge(merge=row, reason=WHY, by=editor)
            preview_merge(away, here)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_merge_is_told_as_it_was_and_as_it_became(editor: User) -> None:
    away, here = make_speaker("A"), make_speaker("B")
    claims = said(away, 2)
    SpeakerAlias.objects.create(speaker=away, text="Al")

    row = merge(speaker=away, into=here, reason=WHY, by=editor)

    of_away, of_here = events("speaker.merged")
    assert of_away.subject_id == str(away.public_id)
    assert of_away.values_before == {
        "aliases": ["Al"],
        "claims": 2,
        "merged_into": None,
    }
    assert of_away.values_after == {
        "aliases": [],
        "claims": 0,
        "merged_into": str(here.public_id),
    }
    assert of_here.values_before == {"aliases": [], "claims": 0}
    assert of_here.values_after == {"aliases": ["Al"], "claims": 2}
    changed = events("claim.speaker_changed")
    assert {event.subject_id for event in changed} == {str(c.public_id) for c in claims}
    assert changed[0].values_before == {"speaker": str(away.public_id)}
    assert changed[0].values_after == {"speaker": str(here.public_id)}
    assert {event.reason for event in (of_away, of_here, *changed)} == {WHY}
    undo_merge(merge=row, reason=WHY, by=editor)
    (undone, _) = events("speaker.merge_undone")
    assert undone.values_after["merged_into"] is None


# --- Splitting ----------------------------------------------------------------


def test_a_split_gives_chosen_claims_and_names_to_a_new_speaker(editor: User) -> None:
    speaker = make_speaker("Smith")
    claims = said(speaker, 3)
    alias = SpeakerAlias.objects.create(speaker=speaker, text="Ms Smith")

    row = split(
        speaker=speaker,
        claims=[claims[0].pk, claims[2].pk],
        aliases=[alias.pk],
        into=NewSpeaker(" Jane  Smith ", SpeakerKind.NAMED_PERSON_WITH_ROLE),
        reason=WHY,
        by=editor,
    )

    assert whose(*claims) == ["Jane Smith", "Smith", "Jane Smith"]
    assert row.into.kind == SpeakerKind.NAMED_PERSON_WITH_ROLE
    assert [a.text for a in row.into.aliases.standing()] == ["Ms Smith"]
    assert not speaker.aliases.standing().exists()
    created, *_ = events("speaker.created")
    assert created.values_after["name"] == "Jane Smith"
    assert len(events("claim.speaker_changed")) == 2


def test_undoing_a_split_brings_back_its_claims_and_names(editor: User) -> None:
    speaker = make_speaker("Smith")
    claims = said(speaker, 2)
    alias = SpeakerAlias.objects.create(speaker=speaker, text="Ms Smith")
    row = split(
        speaker=speaker,
        claims=[claim.pk for claim in claims],
        aliases=[alias.pk],
        into=NewSpeaker("Jane Smith"),
        reason=WHY,
        by=editor,
    )
    (later,) = said(row.into)

    undo_split(split=row, reason=WHY, by=editor)

    assert whose(*claims, later) == ["Smith", "Smith", "Jane Smith"]
    assert {tuple(claim.settled) for claim in Claim.objects.all()} == {()}
    alias.refresh_from_db()
    assert (alias.speaker, alias.state) == (speaker, AliasState.FOUND)
    assert not row.into.aliases.exists()
    assert refusal(undo_split, split=row, reason=WHY, by=editor) == "already_undone"


def test_claims_can_be_given_to_a_speaker_who_is_there(editor: User) -> None:
    speaker, other = make_speaker("Smith"), make_speaker("Jane Smith")
    (claim,) = said(speaker)

    row = split(speaker=speaker, claims=[claim.pk], into=other, reason=WHY, by=editor)

    assert whose(claim) == ["Jane Smith"]
    assert not row.is_into_new
    merge(speaker=other, into=speaker, reason=WHY, by=editor)
    assert refusal(undo_split, split=row, reason=WHY, by=editor) == "merged"


def test_what_a_split_refuses(editor: User) -> None:
    speaker, other = make_speaker("Smith"), make_speaker("Jane Smith")
    gone = make_speaker("J. Smith", merged_into=other)
    (claim,) = said(speaker)
    (not_theirs,) = said(other)
    alias = SpeakerAlias.objects.create(speaker=other, text="Jane")
    official = unnamed(make_article(), "an official", SpeakerKind.ROLE_UNNAMED)

    def code(**arguments: Any) -> str:
        given = {"claims": [claim.pk], "into": NewSpeaker("Ann Smith"), **arguments}
        shown = preview_split(
            **{"speaker": speaker, "aliases": [], **given}  # type: ignore[arg-type]
        )
        refused = refusal(split, **{"speaker": speaker, **given}, reason=WHY, by=editor)
        assert shown.obstacles[0].code == refused or len(shown.obstacles) > 1
        return refused

    assert code(claims=[]) == "nothing_chosen"
    assert code(claims=[claim.pk, not_theirs.pk]) == "not_their_claim"
    assert code(claims=range(1, 502)) == "too_many"
    assert code(aliases=[alias.pk]) == "no_such_alias"
    assert code(into=speaker) == "same_speaker"
    assert code(into=official) == "unnamed"
    assert code(into=gone) == "merged"
    assert code(into=NewSpeaker("  ")) == "bad_name"
    assert code(into=NewSpeaker("x" * 301)) == "bad_name"
    assert code(into=NewSpeaker("Jane Smith")) == "name_taken"
    assert code(into=NewSpeaker("J. Smith")) == "name_taken"
    assert code(into=NewSpeaker("Ann", SpeakerKind.ROLE_UNNAMED)) == "bad_kind"
    assert whose(claim) == ["Smith"]


def test_who_is_split_from_the_unnamed_stays_unnamed(editor: User) -> None:
    article = make_article()
    official = unnamed(article, "an official", SpeakerKind.ROLE_UNNAMED)
    claim = make_claim(article, resolved=official)

    row = split(
        speaker=official,
        claims=[claim.pk],
        into=NewSpeaker("another official"),
        reason=WHY,
        by=editor,
    )

    assert (row.into.kind, row.into.article) == (SpeakerKind.ROLE_UNNAMED, article)


# --- The engine runs again ----------------------------------------------------


@pytest.fixture
def council() -> Article:
    """An article as the engine has read it."""
    article = make_article(COUNCIL, extracted=False)
    run_again(article, "first engine")
    names = Speaker.objects.values_list("name", flat=True)
    assert list(names) == ["Jane Okafor"]
    return article


def test_a_merged_name_stands_for_the_other_speaker(
    council: Article, editor: User
) -> None:
    jane, mayor = Speaker.objects.get(), make_speaker("Mayor Okafor")
    merge(speaker=jane, into=mayor, reason=WHY, by=editor)
    third = make_speaker("Dr Okafor")
    merge(speaker=mayor, into=third, reason=WHY, by=editor)

    run_again(council)

    claims = Claim.objects.filter(snapshot__article=council)
    assert {str(claim.speaker) for claim in claims} == {"Dr Okafor"}
    assert Speaker.objects.count() == 3
    assert not jane.aliases.exists()


def test_a_claim_that_a_person_gave_away_stays_there(
    council: Article, editor: User
) -> None:
    jane = Speaker.objects.get()
    claims = list(Claim.objects.order_by("ordinal"))
    row = split(
        speaker=jane,
        claims=[claims[0].pk],
        into=NewSpeaker("June Okafor"),
        reason=WHY,
        by=editor,
    )

    run_again(council)
    assert whose(*claims) == ["June Okafor", *["Jane Okafor"] * (len(claims) - 1)]

    undo_split(split=row, reason=WHY, by=editor)
    run_again(council, "newest engine")
    assert set(whose(*claims)) == {"Jane Okafor"}


def test_a_name_that_a_person_entered_leads_the_engine(
    council: Article, editor: User
) -> None:
    Claim.objects.all().delete()
    jane = Speaker.objects.get()
    Speaker.objects.filter(pk=jane.pk).update(name="Jane Adaeze Okafor")
    add_alias(speaker=jane, text="Jane Okafor", by=editor)

    run_again(council)

    assert {str(claim.speaker) for claim in Claim.objects.all()} == {
        "Jane Adaeze Okafor"
    }
    assert Speaker.objects.count() == 1


def test_a_removed_name_does_not_come_back(council: Article, editor: User) -> None:
    jane = Speaker.objects.get()
    assert [alias.text for alias in jane.aliases.standing()] == ["Ms Okafor"]
    remove_alias(speaker=jane, text="Ms Okafor", by=editor)

    run_again(council)

    assert not jane.aliases.standing().exists()
    add_alias(speaker=jane, text="Ms Okafor", by=editor)
    assert jane.aliases.standing().exists()


def test_an_unnamed_merged_speaker_leads_on_in_its_article(editor: User) -> None:
    article = make_article(
        "Talks\n\nAn official said that talks would go on. "
        "A diplomat said that they would fail.",
        extracted=False,
    )
    run_again(article, "first engine")
    first, second = Speaker.objects.order_by("pk")
    assert {first.article, second.article} == {article}
    merge(speaker=first, into=second, reason=WHY, by=editor)

    run_again(article)

    assert {claim.speaker for claim in Claim.objects.all()} == {second}


def test_an_article_goes_with_its_merged_speakers(editor: User) -> None:
    article = make_article()
    one = unnamed(article, "an official", SpeakerKind.ROLE_UNNAMED)
    other = unnamed(article, "a source", SpeakerKind.ANONYMOUS_SOURCE)
    make_claim(article, resolved=one)
    merge(speaker=one, into=other, reason=WHY, by=editor)

    article.delete()

    assert not Speaker.objects.exists()
    assert not SpeakerMerge.objects.exists()


# --- Names, roles, Wikidata ---------------------------------------------------


def test_what_cannot_be_an_alias(editor: User) -> None:
    speaker, other = make_speaker("Jane Okafor"), make_speaker("June Okafor")
    make_speaker("J. Okafor", merged_into=speaker)
    make_speaker("Jo Okafor", merged_into=other)
    add_alias(speaker=other, text="Junie", by=editor)
    official = unnamed(make_article(), "an official", SpeakerKind.ROLE_UNNAMED)

    def code(text: str, who: Speaker = speaker) -> str:
        return refusal(add_alias, speaker=who, text=text, by=editor)

    assert code(" ") == code("x" * 301) == "bad_alias"
    assert code("Jane  Okafor") == "own_name"
    assert code("June Okafor") == code("Jo Okafor") == "name_taken"
    assert code("J. Okafor") == "merged_name"
    assert code("Junie") == "alias_taken"
    assert code("the minister", official) == "unnamed"
    assert (
        refusal(remove_alias, speaker=speaker, text="Z", by=editor) == "no_such_alias"
    )


def test_an_alias_is_entered_once_and_told_each_time(editor: User) -> None:
    speaker = make_speaker("Jane Okafor")
    SpeakerAlias.objects.create(speaker=speaker, text="Ms Okafor")

    for _ in range(2):
        add_alias(speaker=speaker, text="Jo", by=editor)
        add_alias(speaker=speaker, text="Ms Okafor", by=editor)
    remove_alias(speaker=speaker, text="Jo", by=editor)

    new, confirmed = events("speaker.alias_added")
    assert (new.values_before, new.values_after) == (
        {"aliases": ["Ms Okafor"]},
        {"aliases": ["Jo", "Ms Okafor"]},
    )
    assert confirmed.values_after == {"alias": "Ms Okafor", "state": "entered"}
    (removed,) = events("speaker.alias_removed")
    assert removed.values_after == {"aliases": ["Ms Okafor"]}
    speaker.refresh_from_db()
    assert speaker.version == 4


def test_roles_have_days_and_a_source(editor: User) -> None:
    speaker, article = make_speaker(), make_article()
    given = {"speaker": speaker, "text": "mayor", "by": editor}

    role = add_role(**given, since=date(2020, 1, 1), article=article)
    again = add_role(**given, since=date(2020, 1, 1))
    open_ended = add_role(**given, until=date(2019, 1, 1))

    assert (role, role.article, role.added_by) == (again, article, editor)
    assert list(speaker.roles.all()) == [role, open_ended]
    assert len(events("speaker.role_added")) == 2
    days = {"since": date(2020, 1, 2), "until": date(2020, 1, 1)}
    assert refusal(add_role, **given, **days) == "bad_role"
    assert refusal(add_role, speaker=speaker, text="", by=editor) == "bad_role"
    remove_role(role=role, by=editor)
    (removed,) = events("speaker.role_removed")
    assert removed.values_before == {
        "roles": ["mayor (2020-01-01 to …)", "mayor (… to 2019-01-01)"]
    }


def test_a_wikidata_id_is_an_items_and_one_speakers(editor: User) -> None:
    speaker, other = make_speaker("A"), make_speaker("B")

    assert set_wikidata(speaker=speaker, wikidata=" Q42 ", by=editor).wikidata == "Q42"
    for wrong in ("Q0", "Q042", "q42", "42", "Q4 2", "Q42\n1", "P31", "Q" + "9" * 20):
        code = refusal(set_wikidata, speaker=other, wikidata=wrong, by=editor)
        assert code == "bad_wikidata_id"
    code = refusal(set_wikidata, speaker=other, wikidata="Q42", by=editor)
    assert code == "wikidata_taken"
    with pytest.raises(Changed):
        set_wikidata(speaker=speaker, wikidata="Q1", by=editor, seen=frozenset({1}))
    set_wikidata(speaker=speaker, wikidata="Q42", by=editor)
    (event,) = events("speaker.changed")
    assert (event.values_before, event.values_after) == (
        {"wikidata": ""},
        {"wikidata": "Q42"},
    )


@pytest.mark.parametrize("role", Role.values)
def test_adjudicators_and_editors_change_speakers(role: str) -> None:
    someone = make_user(role)
    away, here = make_speaker("A"), make_speaker("B")
    (claim,) = said(here)
    row = SpeakerRole.objects.create(speaker=here, text="mayor")
    SpeakerAlias.objects.create(speaker=here, text="Bee")
    may = role in (Role.ADJUDICATOR, Role.EDITOR)

    def attempt(call: Any, **arguments: Any) -> Any:
        if may:
            return call(**arguments, by=someone)
        with pytest.raises(PermissionDenied):
            call(**arguments, by=someone)
        return None

    merged = attempt(merge, speaker=away, into=here, reason=WHY)
    attempt(undo_merge, merge=merged, reason=WHY)
    new = NewSpeaker("C")
    parted = attempt(split, speaker=here, claims=[claim.pk], into=new, reason=WHY)
    attempt(undo_split, split=parted, reason=WHY)
    attempt(add_alias, speaker=here, text="Bea")
    attempt(remove_alias, speaker=here, text="Bee")
    attempt(add_role, speaker=here, text="councillor")
    attempt(remove_role, role=row)
    attempt(set_wikidata, speaker=here, wikidata="Q1")
    assert AuditEvent.objects.exists() == may


# --- What the database refuses ------------------------------------------------


def test_the_database_refuses_what_the_services_do() -> None:
    speaker = make_speaker("A", wikidata="Q1")
    other = make_speaker("B")
    SpeakerAlias.objects.create(speaker=speaker, text="X", state=AliasState.ENTERED)
    SpeakerMerge.objects.create(speaker=speaker, into=other, reason=WHY)

    def refused(call: Any, **values: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            call(**values)

    me = Speaker.objects.filter(pk=speaker.pk)
    refused(me.update, merged_into=speaker)
    refused(me.update, wikidata="42")
    refused(Speaker.objects.filter(pk=other.pk).update, wikidata="Q1")
    entered = {"speaker": other, "text": "X", "state": AliasState.ENTERED}
    refused(SpeakerAlias.objects.create, **entered)
    refused(SpeakerAlias.objects.create, speaker=other, text="Y", state="lost")
    refused(SpeakerMerge.objects.create, speaker=speaker, into=other, reason=WHY)
    refused(SpeakerMerge.objects.create, speaker=other, into=other, reason=WHY)
    refused(SpeakerMerge.objects.create, speaker=other, into=speaker, reason="")
    refused(SpeakerRole.objects.create, speaker=speaker, text="")
    days = {"since": date(2020, 1, 2), "until": date(2020, 1, 1)}
    refused(SpeakerRole.objects.create, speaker=speaker, text="mayor", **days)
