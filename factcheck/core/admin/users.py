"""People: made and changed by editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from factcheck.core.admin.lists import ListAdmin
from factcheck.core.errors import PermissionDenied
from factcheck.core.models import User
from factcheck.core.people import record_password, save_user

if TYPE_CHECKING:
    _StockUserAdmin = StockUserAdmin[User]
else:
    _StockUserAdmin = StockUserAdmin

# Rights come from the role table alone (core/permissions.py).
admin.site.unregister(Group)


class NewUserForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """Name, role and first password of a user."""

    class Meta:
        model = User
        fields = ("username", "display_name", "email", "role")


class ChangeUserForm(UserChangeForm):  # type: ignore[type-arg]
    """Everything but the password, which has its own page."""

    class Meta:
        model = User
        fields = (
            "username",
            "display_name",
            "email",
            "role",
            "is_active",
            "is_superuser",
        )


@admin.register(User)
class UserAdmin(ListAdmin[User], _StockUserAdmin):
    """Users with their one role. Only a superuser touches superusers."""

    form = ChangeUserForm
    add_form = NewUserForm
    list_display = ("username", "display_name", "role", "is_active", "created_at")
    list_filter = ("role", "is_active")
    search_fields = ("username", "display_name", "email")
    search_help_text = "User name, displayed name or e-mail address."
    ordering = ("username",)
    filter_horizontal = ()
    actions = None
    readonly_fields = ("last_login", "created_at")
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "email")}),
        ("Rights", {"fields": ("role", "is_active", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    *("username", "display_name", "email", "role"),
                    *("password1", "password2"),
                ),
            },
        ),
    )
    add_form_template = None

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """Editors; but a superuser's account, and password, only superusers."""
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False
        return bool(super().has_change_permission(request, obj))

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """Nobody: what they did stays theirs. Make the account inactive instead."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: User,
        form: ModelForm[User],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store, and note in the ledger."""
        save_user(user=obj, by=_caller(request))

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """The stock page; a new password is noted in the ledger."""
        with transaction.atomic():
            before = self.get_object(request, id)
            response = super().user_change_password(request, id, form_url)
            after = self.get_object(request, id)
            if before and after and after.password != before.password:
                record_password(user=after, by=_caller(request))
        return response

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str] | tuple[Any, ...]:
        """Nobody makes a superuser who is none."""
        fields = super().get_readonly_fields(request, obj)
        return fields if _is_superuser(request) else (*fields, "is_superuser")


def _is_superuser(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_superuser


def _caller(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the admin admits nobody else
        raise PermissionDenied("Log in first.")
    return request.user
