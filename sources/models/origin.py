"""What shows where an article's text came from, and which articles are one origin.

All of it but the overrides is worked out from snapshots and can be worked out again.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from factcheck.lib import clock
from sources.independence import CitationPattern, CreditKind, CreditPlace, Sharing
from sources.models.article import Article
from sources.models.outlet import Outlet
from sources.models.snapshot import Snapshot


class Fingerprint(models.Model):
    """A run of words of an article's newest text, as a number to look copies up by.

    The primary key is the index of every lookup, so ``value`` comes first.
    """

    pk = models.CompositePrimaryKey("value", "article_id")
    value = models.BigIntegerField()
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="fingerprints"
    )

    def __str__(self) -> str:
        return str(self.value)


class Overlap(models.Model):
    """Text that two articles have in common outside quotation marks."""

    a = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="overlaps_a")
    b = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="overlaps_b")
    sharing = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Sharing]
    )
    score = models.FloatField(help_text="Containment in the shorter text, 0 to 1.")
    reasons = models.JSONField(help_text="Sentences for a person.")
    passages = models.JSONField(
        help_text="Spans in both texts, and whether they count."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="overlap_pair_unique"),
            models.CheckConstraint(
                condition=models.Q(a__lt=models.F("b")), name="overlap_pair_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(sharing__in=[one.value for one in Sharing]),
                name="overlap_sharing_known",
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=1),
                name="overlap_score_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sharing} {self.score:.0%}"


class Comparison(models.Model):
    """That a text, the newest of its article then, was compared with all others, and
    by which rules (`FINGERPRINT_VERSION`).
    """

    snapshot = models.OneToOneField(
        Snapshot, on_delete=models.CASCADE, primary_key=True, related_name="comparison"
    )
    version = models.CharField(max_length=20)
    compared_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"by version {self.version}"


class Citation(models.Model):
    """A place where an article names another outlet as the source of a statement."""

    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.CASCADE, related_name="citations"
    )
    outlet = models.ForeignKey(
        Outlet,
        null=True,
        on_delete=models.SET_NULL,
        related_name="citations",
        help_text="If it is in the register.",
    )
    name = models.CharField(max_length=200, help_text="The outlet's usual name.")
    written = models.CharField(max_length=300, help_text="As the text names it.")
    pattern = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in CitationPattern]
    )
    start = models.PositiveIntegerField(help_text="Characters of the snapshot's text.")
    end = models.PositiveIntegerField(help_text="The first character after it.")

    class Meta:
        ordering = ("snapshot", "start", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "start", "end", "name"],
                name="citation_place_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="citation_is_span",
            ),
            models.CheckConstraint(
                condition=models.Q(pattern__in=[one.value for one in CitationPattern]),
                name="citation_pattern_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyCredit(models.Model):
    """An agency that an article credits with its text, or with help for it."""

    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.CASCADE, related_name="credits"
    )
    name = models.CharField(
        max_length=200, blank=True, help_text="Empty for “agencies” and no more."
    )
    kind = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in CreditKind]
    )
    place = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in CreditPlace]
    )
    start = models.PositiveIntegerField(
        help_text="Characters of the text, or of the byline if it stands there."
    )
    end = models.PositiveIntegerField(help_text="The first character after it.")

    class Meta:
        ordering = ("snapshot", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in CreditKind]),
                name="credit_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(place__in=[one.value for one in CreditPlace]),
                name="credit_place_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "agencies"


class OverrideDecision(models.TextChoices):
    """What a person decided on two articles."""

    JOIN = "join", "one origin"
    SEPARATE = "separate", "two origins"
    FOLLOW_RULES = "follow_rules", "as the rules say"


class OriginOverride(models.Model):
    """A person's word on whether two articles are one origin. The newest counts;
    rows are never changed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    a = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="overrides_a")
    b = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="overrides_b")
    decision = models.CharField(max_length=20, choices=OverrideDecision.choices)
    reason = models.TextField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL
    )
    decided_at = models.DateTimeField(
        default=clock.now, db_default=Now(), editable=False
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(a__lt=models.F("b")), name="override_pair_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=OverrideDecision.values),
                name="override_decision_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="override_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()
