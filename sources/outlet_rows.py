"""Which outlet of the register each row of a sheet stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from sources.addresses import outlet_domain
from sources.models import Outlet
from sources.outlet_sheet import Entry, Fault, clean_name

_AT_ONCE = 500  # names in one query


@dataclass(slots=True)
class Match:
    """A row, the domain it gives in its stored form, and its outlet.

    ``outlet`` None: it stands for a new one.
    """

    entry: Entry
    domain: str | None
    outlet: Outlet | None = None


@dataclass(slots=True)
class Matching:
    """The rows of a sheet with their outlets, and what stands in the way."""

    matches: list[Match] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def match_rows(entries: Sequence[Entry]) -> Matching:
    """Find the outlet of each row, and lock it; call it in a transaction.

    1. A row with a domain stands for the outlet of that domain.
    2. One without stands for the outlet of that name that is not on the web.
    3. Else a row with a domain stands for an outlet of that name not on the web,
       which now is; and
    4. one without for the only outlet of that name that no other row stands for.
    5. Else it stands for a new one.

    Upper and lower case make no difference. Two rows for one outlet are a fault.
    """
    known = _outlets_of(entries)
    matching = Matching()
    unknown = _read_domains(entries, {outlet.domain for outlet in known}, matching)
    _refuse_repeated(matching)
    _Finder(known).find(matching)
    matching.matches += unknown  # so that their other cells are judged as well
    return matching


def _outlets_of(entries: Sequence[Entry]) -> list[Outlet]:
    """Every outlet that one of these rows may stand for, locked."""
    domains, names = set[str](), set[str]()
    for entry in entries:
        raw = entry["domain"].strip()
        domains |= {raw.lower(), _domain_or_nothing(raw)} - {""}
        names |= {entry["name"], clean_name(entry["name"]), _key(entry["name"])}
    found: dict[int, Outlet] = {}
    outlets = Outlet.objects.select_for_update().annotate(lower=Lower("name"))
    outlets = outlets.order_by("pk")
    for some in _chunks(domains):
        found |= {row.pk: row for row in outlets.filter(domain__in=some)}
    for some in _chunks(names):
        named = outlets.filter(Q(name__in=some) | Q(lower__in=some))
        found |= {row.pk: row for row in named}
    return [found[pk] for pk in sorted(found)]


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(values)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]


def _domain_or_nothing(raw: str) -> str:
    try:
        return outlet_domain(raw)
    except ValueError:
        return ""


def _read_domains(
    entries: Sequence[Entry], stored: set[str | None], matching: Matching
) -> list[Match]:
    """Begin the matches; those whose domain is none are faults, and come back."""
    unknown = []
    for entry in entries:
        raw = entry["domain"].strip()
        domain = raw or None
        if raw and raw not in stored:  # what is stored was not always entered here
            try:
                domain = outlet_domain(raw)
            except ValueError as error:
                matching.faults.append(entry.fault("domain", str(error)))
                unknown.append(Match(entry, None))
                continue
        matching.matches.append(Match(entry, domain))
    return unknown


def _refuse_repeated(matching: Matching) -> None:
    lines: dict[tuple[str, str], int] = {}
    kept = []
    for match in matching.matches:
        column = "domain" if match.domain else "name"
        key = (column, match.domain or _key(match.entry["name"]))
        line = lines.setdefault(key, match.entry.line)
        if key[1] and line != match.entry.line:
            message = f"Line {line} has the same {column}. Keep one of the two."
            matching.faults.append(match.entry.fault(column, message))
        else:
            kept.append(match)
    matching.matches = kept


class _Finder:
    """Gives outlets to rows, each at most once."""

    def __init__(self, known: Sequence[Outlet]) -> None:
        self._by_domain = {outlet.domain: outlet for outlet in known if outlet.domain}
        self._by_name: dict[str, list[Outlet]] = {}
        for outlet in known:
            self._by_name.setdefault(_key(outlet.name), []).append(outlet)
        self._taken: dict[int, int] = {}  # the outlet's key → the row's line

    def find(self, matching: Matching) -> None:
        """The steps of `match_rows`, each over all rows before the next."""
        matches, faults = matching.matches, matching.faults
        with_domain = [match for match in matches if match.domain]
        without = [match for match in matches if not match.domain]
        for match in with_domain:
            self._give(match, self._by_domain.get(match.domain or ""))
        for match in without:
            self._give(match, self._named(match, on_web=False))
        for match in with_domain:
            if match.outlet is None:
                self._give(match, self._named(match, on_web=False))
        for match in without:
            if match.outlet is None:
                self._give_only(match, faults)

    def _named(self, match: Match, *, on_web: bool) -> Outlet | None:
        free = self._free(match, on_web=on_web)
        exact = [one for one in free if one.name == match.entry["name"]]
        return next(iter(exact or free), None)

    def _free(self, match: Match, *, on_web: bool) -> list[Outlet]:
        return [
            outlet
            for outlet in self._by_name.get(_key(match.entry["name"]), [])
            if (outlet.domain is not None) is on_web and outlet.pk not in self._taken
        ]

    def _give_only(self, match: Match, faults: list[Fault]) -> None:
        free = self._free(match, on_web=True)
        if len(free) > 1:
            domains = ", ".join(str(outlet.domain) for outlet in free[:5])
            message = f"Several outlets have this name. Give the domain: {domains}."
            faults.append(match.entry.fault("domain", message))
        else:
            self._give(match, next(iter(free), None))

    def _give(self, match: Match, outlet: Outlet | None) -> None:
        if outlet is not None:
            match.outlet = outlet
            self._taken[outlet.pk] = match.entry.line


def _key(name: str) -> str:
    return clean_name(name).lower()
