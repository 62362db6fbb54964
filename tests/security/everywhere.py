"""Every address of the product that can be read, for the rows of a small world.

Routes come from Django's resolver: one that is new and whose place in an address is not
known here raises `LookupError`, so that whoever adds it says what belongs there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import django_filters
from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims.reports.formats import Format
from claims.review.queues import Queue
from factcheck.core.api.filters import BooleanFilter

LEFT_OUT = {"logout", "schema", "docs"}  # ends the session; read no row
_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
_REGEX = ("^", "(?P<")  # of the admin's own routes; none shows more than an index
# The beginning of a route, and what its first place is; the longest that fits.
_KINDS = {
    "api/v1/articles/": "article",
    "api/v1/fetches/": "fetch",
    "api/v1/claims/": "claim",
    "api/v1/evidence/": "evidence",
    "api/v1/reviews/": "review",
    "api/v1/speakers/": "speaker",
    "api/v1/speaker-merges/": "speaker merge",
    "api/v1/speaker-splits/": "speaker split",
    "api/v1/outlets/": "outlet",
    "api/v1/feeds/": "feed",
    "api/v1/jobs/": "job",
    "api/v1/webhooks/": "webhook",
    "admin/core/auditevent/": "auditevent",
    "admin/core/job/": "job",
    "admin/core/apitoken/": "apitoken",
    "admin/core/user/": "user",
    "admin/core/webhookendpoint/": "webhook",
    "admin/sources/feed/": "feed",
    "admin/sources/fetch/": "fetch",
    "admin/sources/outlet/": "outlet",
    "admin/sources/article/": "article",
    "admin/sources/article/text/": "snapshot",
    "admin/claims/claim/": "claim",
    "admin/claims/claim/evidence/": "evidence",
    "admin/claims/speaker/": "speaker",
    "admin/claims/speaker/merges/": "speaker merge",
    "admin/claims/speaker/splits/": "speaker split",
    "admin/claims/weeklyreport/": "report",
}
# Places that are no row, or not of the route's kind.
_OTHER_PLACES: dict[str, Sequence[object]] = {
    "number": [1],
    "name": [queue.value for queue in Queue],
    "form": list(Format),
    "token": ["of-nobody"],
    "delivery_id": ["00000000-0000-4000-8000-000000000000"],
}
_QUERIES = {
    "admin/sources/article/origins/": "?ids={article.pk}",
    "api/v1/origins/": "?articles={article.public_id}",
    "api/v1/speakers/<uuid:id>/merge-preview/": "?into={other.public_id}",
    "admin/claims/speaker/<int:speaker_id>/merge/": "?into={other.pk}",
}

World = Mapping[str, Sequence[Model]]
"""Rows by kind, as in `_KINDS`; and with ``other`` before it, those to compare with."""


def routes() -> Iterator[tuple[str, str]]:
    """Each route as Django writes it, and its name."""
    return _routes(get_resolver(), "")


def addresses(world: World) -> list[str]:
    """Every address, with each row of the world in its places."""
    found = {
        address
        for route, name in routes()
        if name not in LEFT_OUT and not any(sign in route for sign in _REGEX)
        for address in _filled(route, world)
    }
    found |= {
        reverse("admin:app_list", args=[app]) for app in ("core", "sources", "claims")
    }
    return sorted(found)


def filtered_addresses(words: str, choices: Sequence[str]) -> list[str]:
    """Every list, by each of its filters and orderings that could tell something.

    ``words`` are searched for; ``choices`` are tried as verdicts where a list has no
    filter for them.
    """
    return sorted({*_api_lists(words, choices), *_admin_lists(words, choices)})


def _routes(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield route, str(entry.name)
        else:
            yield from _routes(entry, route)


def _filled(route: str, world: World) -> Iterator[str]:
    parts = _PLACE.split(route)
    names = parts[1::2]
    query = next((q for begins, q in _QUERIES.items() if route == begins), "")
    query = query.format(article=world["article"][0], other=world["other speaker"][0])
    for values in product(*(_values(route, name, world) for name in names)):
        filled = "".join(
            f"{text}{value}"
            for text, value in zip(parts[::2], [*values, ""], strict=True)
        )
        yield f"/{filled}{query}"


def _values(route: str, name: str, world: World) -> list[object]:
    if name == "week":
        return [row.week for row in world["report"]]  # type: ignore[attr-defined]
    if name in _OTHER_PLACES:
        return list(_OTHER_PLACES[name])
    if name == "content_type_id":
        return [1]
    if name == "other_id":
        return [getattr(row, "public_id", row.pk) for row in world["other article"]]
    kinds = [begins for begins in _KINDS if route.startswith(begins)]
    if not kinds:
        if name == "object_id":  # of "view on site", which nothing here has
            return [1]
        raise LookupError(f"what is {name} in {route}? Say it in {__name__}")
    rows = world[_KINDS[max(kinds, key=len)]]
    is_uuid = f"<uuid:{name}>" in route
    return [getattr(row, "public_id", None) if is_uuid else row.pk for row in rows]


# --- Lists ----------------------------------------------------------------------


def _api_lists(words: str, choices: Sequence[str]) -> Iterator[str]:
    api = next(e for e in get_resolver().url_patterns if str(e.pattern) == "api/v1/")
    for pattern in api.url_patterns:
        view = getattr(pattern.callback, "cls", None)
        if view is None or "<" in str(pattern.pattern):
            continue
        path = f"/api/v1/{pattern.pattern}"
        for ordering in getattr(view, "orderings", {}):
            yield f"{path}?ordering={ordering}"
        filters = (
            getattr(view.filterset_class, "base_filters", {})
            if hasattr(view, "filterset_class")
            else {}
        )
        for name, one in filters.items():
            for value in _values_of(one, words):
                yield f"{path}?{name}={value}"
        for choice in choices:
            yield f"{path}?reviews__verdict={choice}"


def _values_of(one: django_filters.Filter, words: str) -> list[str]:
    if isinstance(one, BooleanFilter):
        return ["true", "false"]
    if "choices" in one.extra:
        return [str(value).replace("+", "%2B") for value, _ in one.extra["choices"]]
    return [words] if isinstance(one, django_filters.CharFilter) else []


def _admin_lists(words: str, choices: Sequence[str]) -> Iterator[str]:
    for model, model_admin in admin.site._registry.items():
        path = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        yield f"{path}?q={words}"
        for column in range(1, len(model_admin.list_display) + 1):
            yield f"{path}?o=-{column}"
        for name in model_admin.list_filter:
            field = model._meta.get_field(name) if isinstance(name, str) else None
            for value, _ in getattr(field, "flatchoices", None) or []:
                yield f"{path}?{name}__exact={str(value).replace('+', '%2B')}"
        for relation in _ways_to_votes(model):
            yield f"{path}?{relation}__rationale__contains={words}"
            for choice in choices:
                yield f"{path}?{relation}__verdict={choice}"


def _ways_to_votes(model: type[Model], depth: int = 3) -> list[str]:
    """Lookups that lead from a model to votes, such as ``claims__reviews``."""
    if depth == 0:
        return []
    found = []
    for field in model._meta.get_fields():
        other = field.related_model
        if not isinstance(other, type) or other is model:
            continue
        if other._meta.model_name == "review":
            found.append(field.name)
        else:
            ways = _ways_to_votes(other, depth - 1)
            found += [f"{field.name}__{way}" for way in ways[:1]]
    return sorted(found, key=lambda way: (way.count("__"), way))[:3]
