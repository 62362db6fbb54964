"""API tokens: made here, shown once, revoked here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from factcheck.core.admin.lists import ListAdmin, badge
from factcheck.core.errors import PermissionDenied
from factcheck.core.models import ApiToken, User
from factcheck.core.tokens import issue_token, revoke_tokens


@admin.register(ApiToken)
class ApiTokenAdmin(ListAdmin[ApiToken]):
    """Everybody sees their own tokens; who may see users sees everybody's.

    A token cannot be edited: it is made, it is used, it is revoked.
    """

    list_display = ("name", "user", "begins_with", "state", "created_at", "last_used")
    list_display_links = ("name",)
    list_select_related = ("user",)
    search_fields = ("name", "public_part")
    search_help_text = "Name, or the part after “fc_”."
    ordering = ("-id",)
    actions = ("revoke",)
    change_form_template = "admin/read_only_form.html"
    fields = ("name",)
    readonly_fields = ("user", "begins_with", "state", "created_at", "last_used")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        """The tokens this user may know of."""
        tokens = super().get_queryset(request)
        if request.user.has_perm("core.view_user"):
            return tokens
        return tokens.filter(user=request.user.pk)

    def has_change_permission(
        self, request: HttpRequest, obj: ApiToken | None = None
    ) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: ApiToken | None = None
    ) -> bool:
        """Nobody: a revoked token stays as a record."""
        return False

    def get_fields(
        self, request: HttpRequest, obj: ApiToken | None = None
    ) -> tuple[str, ...]:
        """A new token needs a name; an old one shows all but its secret."""
        return ("name",) if obj is None else ("name", *self.readonly_fields)

    def save_model(
        self,
        request: HttpRequest,
        obj: ApiToken,
        form: ModelForm[ApiToken],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Issue the token; its text is kept only for the answer to this request."""
        user = request.user
        if not isinstance(user, User):  # the admin admits nobody else
            raise PermissionDenied("Log in first.")
        token, text = issue_token(name=obj.name, by=user)
        obj.__dict__.update(token.__dict__)
        request.issued_token = text  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: ApiToken, post_url_continue: Any = None
    ) -> HttpResponse:
        """The page that shows the token's text, this once."""
        response = TemplateResponse(
            request,
            "admin/core/apitoken/issued.html",
            {
                **self.admin_site.each_context(request),
                "title": "Your new token",
                "opts": self.opts,
                "token": obj,
                "text": request.issued_token,  # type: ignore[attr-defined]
            },
        )
        response["Cache-Control"] = "no-store"
        return response

    @admin.action(description="Revoke selected tokens")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        """Revoke, and say how many were live."""
        user = request.user
        if not isinstance(user, User):
            raise PermissionDenied("Log in first.")
        try:
            revoked = revoke_tokens(tokens=queryset, by=user)
        except PermissionDenied as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        self.message_user(
            request, f"Tokens revoked: {revoked}. They are refused from now on."
        )

    @admin.display(description="begins with")
    def begins_with(self, token: ApiToken) -> str:
        """The public part, by which a leaked token is recognised."""
        return f"fc_{token.public_part}_…"

    @admin.display(description="state")
    def state(self, token: ApiToken) -> SafeString:
        """Live or revoked."""
        if token.revoked_at:
            return badge("refused", f"revoked {token.revoked_at:%-d %b %Y}")
        return badge("succeeded", "live")

    @admin.display(description="last used", empty_value="never")
    def last_used(self, token: ApiToken) -> object:
        """When the API last saw it."""
        return token.last_used_at
