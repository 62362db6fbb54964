"""The register of outlets: how far their word goes, and the register as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction

from factcheck.core import audit
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Action, User
from factcheck.lib import clock, csvsafe
from factcheck.lib.text import normalise
from sources.models import Outlet, OutletRating, Reliability
from sources.outlet_rows import Match, match_rows
from sources.outlet_sheet import (
    CLEANED,
    COLUMNS,
    Fault,
    Faulty,
    Rating,
    checked_day,
    checked_reason,
    read_sheet,
    stated_rating,
)
from sources.recording import OF_OUTLET, outlet_entered
from sources.telling import is_downgrade, outlets_downgraded

MOST_FAULTS: Final = 100
"""Faults that are named; who has more corrects these first."""
_AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in outlets; ``rated`` counts new ratings."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rated: int = 0

    def __str__(self) -> str:
        return (
            f"Imported: {self.created} new, {self.updated} changed, "
            f"{self.unchanged} as before; new ratings: {self.rated}."
        )


class NotImported(Refused):
    """The sheet has faults, so nothing of it was stored. ``faults`` are the first
    `MOST_FAULTS` by line, ``count`` is how many there are.
    """

    code = "not_imported"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.count = len(faults)
        self.faults = sorted(faults, key=lambda fault: fault.line or 0)[:MOST_FAULTS]
        super().__init__(
            f"Nothing was imported: {self.count} "
            f"{'fault' if self.count == 1 else 'faults'} in the file."
        )


def today() -> date:
    """The day that ratings are asked for, UTC's."""
    return clock.now().date()


def current_rating(outlet: Outlet, on: date) -> OutletRating | None:
    """The outlet's rating that held on a day: the one of the latest day till then,
    and of several of one day the one entered last. None if there was none.
    """
    held = OutletRating.objects.filter(outlet=outlet, since__lte=on)
    return held.order_by("-since", "-id").first()


def checked_rating(since: date, reason: str) -> str:
    """The reason as it would be stored. Raises `Refused` where `rate_outlet` would."""
    try:
        checked_day(since, today=today())
        return checked_reason(reason)
    except ValueError as error:
        raise Refused(str(error), code="bad_rating") from error


def rate_outlet(
    *,
    outlet: Outlet,
    grade: Reliability,
    since: date,
    reason: str,
    by: User | None,
) -> OutletRating:
    """Judge an outlet's reliability from a day on; ``by`` None is the operator.

    Always a new row, which goes before older ones of the same day; but where the one
    that holds from that day says just this already, it is returned. Raises
    `PermissionDenied`, or `Refused` without a reason or for a day to come.
    """
    _check(by, "sources.add_outletrating", "rating outlets")
    reason = checked_rating(since, reason)
    with transaction.atomic():
        # Two at a time would each find nothing and add the same row.
        Outlet.objects.select_for_update().get(pk=outlet.pk)
        same_day = OutletRating.objects.filter(outlet=outlet, since=since)
        held = same_day.order_by("-id").first()
        if held and (held.grade, held.reason) == (grade, reason):
            return held
        before = current_rating(outlet, since)
        rating = OutletRating.objects.create(
            outlet=outlet, grade=grade, since=since, reason=reason, rated_by=by
        )
        _tell_of_downgrades([rating])
        audit.record_all([_rated(outlet, before, rating)], by=by)
        return rating


def save_outlet(*, outlet: Outlet, by: User | None) -> None:
    """Store a new outlet, or the changes to one, as ``by`` entered them.

    ``by`` None is the operator. Raises `PermissionDenied`.
    """
    is_new = outlet.pk is None
    needed = "sources.add_outlet" if is_new else "sources.change_outlet"
    _check(by, needed, "changing outlets")
    with transaction.atomic():
        stored = Outlet.objects.select_for_update().filter(pk=outlet.pk).first()
        known = audit.values_of(stored, OF_OUTLET) if stored else {}
        outlet.save()
        before, after = audit.difference(known, audit.values_of(outlet, OF_OUTLET))
        if after:
            deed = outlet_entered(outlet) if is_new else _changed(outlet, before, after)
            audit.record_all([deed], by=by)


def delete_outlet(*, outlet: Outlet, by: User) -> None:
    """Delete an outlet that no article names. Raises `PermissionDenied`."""
    _check(by, "sources.delete_outlet", "deleting outlets")
    subject = audit.subject_of(outlet)
    before = audit.values_of(outlet, OF_OUTLET)
    with transaction.atomic():
        outlet.delete()
        audit.record(
            action=Action.OUTLET_DELETED, subject=subject, before=before, by=by
        )


def export_outlets(*, bom: bool = False) -> str:
    """The register as CSV, with the ratings of today; inert in a spreadsheet.

    By name, then domain, the same on every database. ``bom`` as in `csvsafe.write`.
    """
    columns = (*COLUMNS[:6], "rating_grade", "rating_since", "rating_reason")
    rows = Outlet.objects.with_rating(today()).order_by("pk").values_list(*columns)
    # Databases do not agree on an order of letters.
    listed = sorted(rows, key=lambda row: (row[0].casefold(), row[0], row[1] or ""))
    return csvsafe.write(
        COLUMNS,
        ([None if cell is None else str(cell) for cell in row] for row in listed),
        bom=bom,
    )


def import_outlets(data: bytes, *, by: User | None) -> Imported:
    """Enter a sheet into the register, wholly or not at all.

    Takes what `export_outlets` gives, and sheets with fewer columns: what they lack
    is left as it is. Each row creates an outlet or updates the one it stands for
    (`match_rows`); a cell that is as stored is not judged. A grade, day or reason
    other than the one that holds adds a rating; an empty grade says nothing. The
    same file again changes nothing. ``by`` None is the operator.

    Raises `PermissionDenied`, or `NotImported` with every fault.
    """
    _check(by, "sources.add_outlet", "importing outlets")
    _check(by, "sources.change_outlet", "importing outlets")
    try:
        entries = read_sheet(data)
        with transaction.atomic():
            matching = match_rows(entries)
            plans, faults = _planned(matching.matches)
            if faults or matching.faults:
                raise NotImported([*matching.faults, *faults])
            if any(plan.rating for plan in plans):
                _check(by, "sources.add_outletrating", "rating outlets")
            return _store(plans, by=by)
    except Faulty as error:
        raise NotImported(error.faults) from error
    except IntegrityError as error:
        message = "The register was changed at the same time. Import the file again."
        raise NotImported([Fault(None, "", message)]) from error


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a row changes: its outlet (unsaved if new), which columns, which rating;
    and how both were.
    """

    outlet: Outlet
    columns: tuple[str, ...]
    rating: OutletRating | None
    before: audit.Values
    rating_before: OutletRating | None


def _planned(matches: Sequence[Match]) -> tuple[list[_Plan], list[Fault]]:
    ratings = _ratings_of([match.outlet for match in matches if match.outlet])
    plans, faults = [], []
    day = today()
    for match in matches:
        values, wrong = _changes(match)
        outlet = match.outlet or Outlet()
        held = ratings.get(outlet.pk, []) if match.outlet else []
        rating = _new_rating(match, held, today=day)
        if isinstance(rating, list):
            wrong += rating
            rating = None
        faults += wrong
        before = audit.values_of(outlet, values)
        for column, value in values.items():
            setattr(outlet, column, value)
        if rating:
            rating.outlet = outlet
        now = next((one for one in held if one.since <= day), None)
        plans.append(_Plan(outlet, tuple(values), rating, before, now))
    return plans, faults


def _ratings_of(outlets: Sequence[Outlet]) -> dict[int, list[OutletRating]]:
    """By outlet, its ratings; first the one that goes before all others."""
    found: dict[int, list[OutletRating]] = {}
    for start in range(0, len(outlets), _AT_ONCE):
        some = OutletRating.objects.filter(outlet__in=outlets[start : start + _AT_ONCE])
        for rating in some.order_by("-since", "-id"):
            found.setdefault(rating.outlet_id, []).append(rating)
    return found


def _changes(match: Match) -> tuple[dict[str, Any], list[Fault]]:
    """The columns that the row changes, with their values, and its wrong cells."""
    values: dict[str, Any] = {}  # Any: values of different columns
    faults = []
    outlet = match.outlet
    if match.domain and (outlet is None or outlet.domain != match.domain):
        values["domain"] = match.domain
    for column, cleaned in CLEANED.items():
        cell = match.entry.cells.get(column)
        if cell is None or (outlet and cell == getattr(outlet, column)):
            continue
        try:
            value = cleaned(cell)
        except ValueError as error:
            faults.append(match.entry.fault(column, str(error)))
            continue
        if outlet is None or value != getattr(outlet, column):
            values[column] = value
    return values, faults


def _new_rating(
    match: Match, held: Sequence[OutletRating], *, today: date
) -> OutletRating | list[Fault] | None:
    """The rating that the row adds to those that are there, unless it is there."""
    entry = match.entry
    now = next((one for one in held if one.since <= today), None)
    cells = tuple(entry[name] for name in COLUMNS[6:])
    if now and cells == (now.grade, str(now.since), now.reason):
        return None
    stated = stated_rating(entry, today=today)
    if not isinstance(stated, Rating):
        return stated
    since = stated.since
    same = now if since is None else _first_of_day(held, since)
    if same and same.grade == stated.grade:
        reasons = ("", normalise(same.reason).strip())
        if stated.reason in reasons:
            return None
    if not stated.reason:
        message = "The grade or its day is new. Say why: others will read it."
        return [entry.fault("reliability_reason", message)]
    return OutletRating(grade=stated.grade, since=since or today, reason=stated.reason)


def _first_of_day(held: Iterable[OutletRating], day: date) -> OutletRating | None:
    return next((one for one in held if one.since == day), None)


def _store(plans: Sequence[_Plan], *, by: User | None) -> Imported:
    new = [plan.outlet for plan in plans if plan.outlet.pk is None]
    created = {id(outlet) for outlet in new}
    changed = [
        plan for plan in plans if plan.columns and id(plan.outlet) not in created
    ]
    Outlet.objects.bulk_create(new, batch_size=_AT_ONCE)
    columns = sorted({column for plan in changed for column in plan.columns})
    if columns:
        outlets = [plan.outlet for plan in changed]
        Outlet.objects.bulk_update(outlets, columns, batch_size=_AT_ONCE)
    ratings = [plan.rating for plan in plans if plan.rating]
    for rating in ratings:
        rating.rated_by = by
    OutletRating.objects.bulk_create(ratings, batch_size=_AT_ONCE)
    _tell_of_downgrades(ratings)
    audit.record_all(_deeds(plans, created), by=by)
    touched = created | {id(plan.outlet) for plan in changed}
    touched |= {id(rating.outlet) for rating in ratings}
    return Imported(
        created=len(new),
        updated=len(touched) - len(new),
        unchanged=len(plans) - len(touched),
        rated=len(ratings),
    )


def _tell_of_downgrades(new: Sequence[OutletRating]) -> None:
    """Tell of outlets that are trusted less today than without these ratings."""
    outlets = {rating.outlet_id: rating.outlet for rating in new}
    keys = {rating.pk for rating in new}
    day = today()
    reasons = {}
    for pk, held in _ratings_of(list(outlets.values())).items():
        holding = [rating for rating in held if rating.since <= day]
        before = next((one for one in holding if one.pk not in keys), None)
        after = next(iter(holding), None)
        if after and is_downgrade(before, after):
            known = before.grade if before else "not rated"
            reasons[pk] = (
                f"“{outlets[pk]}” is rated {after.grade} now, {known} before: "
                f"{after.reason}"
            )
    if reasons:
        outlets_downgraded(reasons)


def _deeds(plans: Iterable[_Plan], created: set[int]) -> Iterator[audit.Deed]:
    for plan in plans:
        if id(plan.outlet) in created:
            yield outlet_entered(plan.outlet)
        elif plan.columns:
            after = audit.values_of(plan.outlet, plan.columns)
            yield _changed(plan.outlet, plan.before, after)
        if plan.rating:
            yield _rated(plan.outlet, plan.rating_before, plan.rating)


def _changed(outlet: Outlet, before: audit.Values, after: audit.Values) -> audit.Deed:
    return audit.Deed(
        action=Action.OUTLET_CHANGED, subject=outlet, before=before, after=after
    )


def _rated(
    outlet: Outlet, before: OutletRating | None, rating: OutletRating
) -> audit.Deed:
    columns = ("grade", "since")
    return audit.Deed(
        action=Action.OUTLET_RATED,
        subject=outlet,
        before=audit.values_of(before, columns) if before else {},
        after=audit.values_of(rating, columns),
        reason=rating.reason,
    )


def _check(by: User | None, permission: str, deed: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(f"Your role does not allow {deed}.")
