"""Outlets: publishers of articles."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower, Now


class OutletKind(models.TextChoices):
    """What sort of publisher it is."""

    NEWS = "news", "news"
    AGENCY = "agency", "agency"
    GOVERNMENT = "government", "government"
    NGO = "ngo", "NGO"
    SOCIAL = "social", "social network"
    FACT_CHECKER = "fact_checker", "fact-checker"
    OTHER = "other", "other"


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
        """Bring the domain into its one written form."""
        if self.domain is not None:
            self.domain = self.domain.strip().lower().removeprefix("www.") or None
