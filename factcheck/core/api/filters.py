"""Filters of lists: named one by one, checked, and never ignored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request
from rest_framework.views import APIView

from factcheck.core.api.problems import BadRequest, Fault

LONGEST_SEARCH = 200  # characters


class StrictFilterBackend(DjangoFilterBackend):
    """Applies a view's ``filterset_class``; a wrong value is an error."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:  # Any: every list has its own model
        """The rows that pass. Raises `BadRequest` naming the wrong parameters."""
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        checked(filterset)
        filtered: QuerySet[Any] = filterset.qs
        return filtered


def checked(filterset: Any) -> dict[str, Any]:  # Any: django-filter has no types
    """The values of a filter set's parameters. Raises `BadRequest` naming the wrong
    ones.
    """
    if not filterset.is_valid():
        raise BadRequest(*_faults_of(filterset.errors.get_json_data()))
    values: dict[str, Any] = filterset.form.cleaned_data
    return values


class ChoiceInFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """``name__in=one,two``: rows with one of these words."""


class _MomentField(IsoDateTimeField):
    def clean(self, value: Any) -> datetime | None:  # Any: form input
        """The moment in UTC: PostgreSQL refuses offsets of 16 hours and more, and
        the first and last years leave no room to convert.
        """
        moment: datetime | None = super().clean(value)
        if moment is None:
            return None
        if not 1 < moment.year < 9999:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment.astimezone(UTC)


class AwareDateTimeFilter(django_filters.IsoDateTimeFilter):
    """An ISO 8601 date-time; without an offset it is UTC."""

    field_class = _MomentField


@extend_schema_field({"type": "boolean", "description": "Only these, or only others."})
class BooleanFilter(django_filters.TypedChoiceFilter):
    """``true`` or ``false``. (django-filter's own ignores any other word.)"""

    def __init__(self, **options: Any) -> None:  # Any: django-filter's options
        words = [("true", "true"), ("false", "false")]
        super().__init__(choices=words, coerce=lambda word: word == "true", **options)


def text_filter(
    help_text: str, *, longest: int, **options: Any
) -> django_filters.CharFilter:  # Any: django-filter's options
    """A parameter that is text of at most so many characters."""
    described = {"type": "string", "minLength": 1, "maxLength": longest}
    return extend_schema_field({**described, "description": help_text})(
        django_filters.CharFilter(max_length=longest, strip=False, **options)
    )


def search_filter(method: str, help_text: str) -> django_filters.CharFilter:
    """A ``search`` parameter, answered by a filter set's method."""
    return text_filter(help_text, longest=LONGEST_SEARCH, method=method)


def since_and_until(column: str) -> dict[str, django_filters.Filter]:
    """``…__gte`` and ``…__lte`` for a date-time column."""
    return {
        f"{column}__{lookup}": AwareDateTimeFilter(
            field_name=column, lookup_expr=lookup, help_text=f"ISO 8601; {words}."
        )
        for lookup, words in (("gte", "then or later"), ("lte", "then or earlier"))
    }


def parameter_faults(query: QueryDict, known: frozenset[str]) -> list[Fault]:
    """What is wrong with a query's parameters: unknown, repeated, empty."""
    faults = []
    for name, values in query.lists():
        if name not in known:
            detail = "There is no such parameter here."
            faults.append(
                Fault(parameter=name, code="unknown_parameter", detail=detail)
            )
        elif len(values) > 1:
            detail = "Give this parameter once."
            faults.append(Fault(parameter=name, code="repeated", detail=detail))
        elif not values[0]:
            detail = "Give a value, or leave the parameter out."
            faults.append(Fault(parameter=name, code="empty", detail=detail))
    return faults


def _faults_of(errors: Mapping[str, list[dict[str, str]]]) -> list[Fault]:
    return [
        Fault(parameter=name, code=error["code"] or "invalid", detail=error["message"])
        for name, messages in errors.items()
        for error in messages
    ]
