"""Fields and serializers that take exactly what they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

# Faults named in one answer: who sends a thousand wrong fields gets the first ones.
MOST_FAULTS = 20


class StrictSerializer(serializers.Serializer[Any]):  # Any: plain values
    """Refuses fields it does not know, instead of dropping them."""

    def to_internal_value(self, data: Any) -> Any:  # Any: JSON
        """The validated values; unknown names are errors of those names."""
        if isinstance(data, Mapping):
            unknown = sorted(str(name) for name in data if name not in self.fields)
            unknown = unknown[:MOST_FAULTS]
            if unknown:
                message = "There is no such field, or it cannot be set."
                raise serializers.ValidationError(
                    {
                        name: [serializers.ErrorDetail(message, code="unknown_field")]
                        for name in unknown
                    }
                )
        return super().to_internal_value(data)


class StrictCharField(serializers.CharField):
    """A string; numbers are not turned into one."""

    def to_internal_value(self, data: Any) -> str:  # Any: JSON
        """The string. Anything else is the error ``invalid``."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ArticleTextField(StrictCharField):
    """Text as pasted: no trimming, and no character refused, because the reader
    brings all of them into the form we store.
    """

    def __init__(self, **options: Any) -> None:  # Any: DRF's options
        super().__init__(trim_whitespace=False, allow_blank=True, **options)
        self.validators = [
            validator
            for validator in self.validators
            if not isinstance(
                validator,
                ProhibitNullCharactersValidator | ProhibitSurrogateCharactersValidator,
            )
        ]


@extend_schema_field(
    {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
)
class DateOrMomentField(serializers.Field[Any, Any, Any, Any]):  # Any: see below
    """An ISO 8601 date, or a date-time with its offset from UTC."""

    default_error_messages = {
        "invalid": "Give a date (2026-03-31), or a date-time with its offset from "
        "UTC (2026-03-31T08:15:00+02:00)."
    }

    def to_internal_value(self, data: Any) -> date | datetime:  # Any: JSON
        """A date or an aware date-time; anything else is ``invalid``."""
        try:
            day = parse_date(data) if isinstance(data, str) else None
            moment = parse_datetime(data) if isinstance(data, str) else None
        except ValueError:  # well-formed, but no day of the calendar
            self.fail("invalid")
        if day is not None and len(data) <= 10:
            return day
        # The first and last years leave no room to convert between time zones.
        if moment is None or moment.tzinfo is None or not 1 < moment.year < 9999:
            self.fail("invalid")
        return moment
