"""Outlets: publishers of articles."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Now

from factcheck.lib import clock
from sources.addresses import outlet_domain


class OutletKind(models.TextChoices):
    """What sort of publisher it is."""

    NEWS = "news", "news"
    AGENCY = "agency", "agency"
    GOVERNMENT = "government", "government"
    NGO = "ngo", "NGO"
    SOCIAL = "social", "social network"
    FACT_CHECKER = "fact_checker", "fact-checker"
    OTHER = "other", "other"


class Reliability(models.TextChoices):
    """How far an outlet's word goes: the source scale of the Admiralty code
    (NATO STANAG 2511), judged apart from what it says.
    """

    A = "A", "A: completely reliable"
    B = "B", "B: usually reliable"
    C = "C", "C: fairly reliable"
    D = "D", "D: not usually reliable"
    E = "E", "E: unreliable"
    F = "F", "F: cannot be judged"


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Reads on outlets."""

    def with_rating(self, on: date) -> OutletQuerySet:
        """With the rating that held on a day, as ``rating_grade``, ``rating_since``
        and ``rating_reason``; all None where there is none.
        """
        held = OutletRating.objects.filter(
            outlet=models.OuterRef("pk"), since__lte=on
        ).order_by("-since", "-id")
        columns: dict[str, Any] = {  # Any: as in Django
            f"rating_{name}": models.Subquery(held.values(name)[:1])
            for name in ("grade", "since", "reason")
        }
        return self.annotate(**columns)


class Outlet(models.Model):
    """A publisher, known by its domain if it is on the web, by its name if not."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    domain = models.CharField(
        max_length=253,
        unique=True,
        null=True,
        blank=True,
        help_text="Lower case, without www: example.org. Empty if not on the web.",
    )
    kind = models.CharField(
        max_length=20, choices=OutletKind.choices, default=OutletKind.NEWS
    )
    owner_group = models.CharField(
        max_length=200,
        blank=True,
        help_text="Outlets of one owner count as one origin.",
    )
    country = models.CharField(
        max_length=2, blank=True, help_text="ISO 3166-1, two letters: GB."
    )
    language = models.CharField(max_length=8, blank=True, help_text="ISO 639-1: en.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OutletKind.values), name="outlet_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(domain__isnull=True)
                | (models.Q(domain=Lower("domain")) & ~models.Q(domain="")),
                name="outlet_domain_lower_case",
                violation_error_message="The domain must be in lower case.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(domain__isnull=True),
                name="outlet_name_unique_off_web",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Bring domain, country and language into their one written form."""
        self.country = self.country.strip().upper()
        self.language = self.language.strip().lower()
        self.domain = (self.domain or "").strip() or None
        if self.domain is None or self._is_stored_so():
            return
        try:
            self.domain = outlet_domain(self.domain)
        except ValueError as error:
            raise ValidationError({"domain": str(error)}) from error

    def _is_stored_so(self) -> bool:
        # An article's page may be on a host that a person could not enter.
        return Outlet.objects.filter(pk=self.pk, domain=self.domain).exists()


class OutletRating(models.Model):
    """An outlet's reliability from a day on, with the reason. The one of the latest
    day counts; a new judgement is a new row.
    """

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="ratings")
    grade = models.CharField(max_length=1, choices=Reliability.choices)
    since = models.DateField(help_text="The first day on which it holds.")
    reason = models.TextField()
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    rated_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta:
        ordering = ("outlet", "-since", "-id")
        verbose_name = "reliability rating"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade__in=Reliability.values),
                name="rating_grade_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="rating_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} since {self.since}"
