"""The ledger: who changed what, when, through what and why; to read."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from factcheck.core.acting import Channel
from factcheck.core.admin.lists import ReadOnlyAdmin, shortened
from factcheck.core.ledger import canonical_json
from factcheck.core.models import Action, AuditEvent

_MOST_IN_SHORT: Final = 3  # values in a row of the list
_LONGEST_IN_SHORT: Final = 32  # characters of each


class ActionFilter(admin.SimpleListFilter):
    """Events of one kind of deed."""

    title = "action"
    parameter_name = "action"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Any],  # Any: as in Django
    ) -> list[tuple[str, str]]:
        """All there are, without asking the table."""
        return [(str(value), str(label)) for value, label in Action.choices]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent]
    ) -> QuerySet[AuditEvent]:
        """The events of the chosen one."""
        action = self.value()
        return queryset.filter(action=action) if action else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin[AuditEvent]):
    """For editors and auditors. Nobody changes it, here or anywhere."""

    list_display = (
        "number",
        "when",
        "deed",
        "subject",
        "became",
        "who",
        "channel",
        "why",
    )
    list_display_links = ("number",)
    sortable_by = ("number",)
    list_filter = (ActionFilter, "channel")
    search_fields = ("subject_label",)
    search_help_text = "What it was done to: words of its name, or its public id."
    ordering = ("-number",)
    fields = (
        "number",
        "happened_at",
        "deed",
        "subject",
        "subject_kind",
        "subject_id",
        "who",
        "actor",
        "channel",
        "changes",
        "reason",
        "request_id",
        "public_id",
        "previous_hash",
        "hash",
    )
    readonly_fields = ("deed", "subject", "who", "actor", "changes")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent], search_term: str
    ) -> tuple[QuerySet[AuditEvent], bool]:
        """A public id is looked up; anything else is searched for in the names."""
        try:
            public_id = str(uuid.UUID(search_term.strip()))
        except ValueError:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(subject_id=public_id), False

    @admin.display(description="happened at")
    def when(self, event: AuditEvent) -> str:
        """When, in short: a list is wide enough without the month's full name."""
        return date_format(event.happened_at, "j M Y, H:i")

    @admin.display(description="action", ordering="action")
    def deed(self, event: AuditEvent) -> str:
        """What was done, in words."""
        return event.action_label

    @admin.display(description="to")
    def subject(self, event: AuditEvent) -> str:
        """What it was done to."""
        name = shortened(event.subject_label) or event.subject_id
        return f"{_noun(event.subject_kind)}: {name}"

    @admin.display(description="by")
    def who(self, event: AuditEvent) -> str:
        """The user's name at that time, or who else it was, as far as is known."""
        if event.actor_name:
            return event.actor_name
        return "the operator" if event.channel == Channel.COMMAND else "no user"

    @admin.display(description="their id")
    def actor(self, event: AuditEvent) -> str:
        """The user's public id."""
        return str(event.actor_id or "–")

    @admin.display(description="what changed")
    def became(self, event: AuditEvent) -> SafeString:
        """The first values that were others before, in short; no hashes."""
        before, after = event.values_before, event.values_after
        rows = [
            (name, _in_short(before, name), _in_short(after, name))
            for name, _, _ in event.differences[:_MOST_IN_SHORT]
        ]
        return format_html_join("", "<div>{}: {} → {}</div>", rows)

    @admin.display(description="why")
    def why(self, event: AuditEvent) -> str:
        """The beginning of the reason."""
        return shortened(event.reason, 100)

    @admin.display(description="changes")
    def changes(self, event: AuditEvent) -> SafeString | str:
        """Each value before and after."""
        before, after = event.values_before, event.values_after
        names = [*before, *(name for name in after if name not in before)]
        return (
            format_html_join(
                "",
                "<div><strong>{}</strong>: {} → {}</div>",
                (
                    (name, _shown(before, name), _shown(after, name))
                    for name in sorted(names)
                ),
            )
            or "–"
        )


def _noun(kind: str) -> str:
    """The kind of subject in words; what is no table of ours any more keeps its own."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind.rpartition(".")[2]


def _in_short(values: dict[str, Any], name: str) -> str:  # Any: JSON
    return shortened(_shown(values, name), _LONGEST_IN_SHORT)


def _shown(values: dict[str, Any], name: str) -> str:  # Any: JSON
    if name not in values:
        return "–"
    value = values[name]
    return value if isinstance(value, str) and value else canonical_json(value)
