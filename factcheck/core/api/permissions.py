"""Who may call what: the permission table, asked by view and method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # DRF's views import this module
    from rest_framework.views import APIView


class RolePermission(BasePermission):
    """Allows what the view's ``permissions`` name for the method; denies the rest.

    A view declares ``permissions = {"GET": "claims.view_claim", …}``. A method
    that is not listed is denied, so that a forgotten line closes and not opens.
    ``OPTIONS`` tells the methods to whoever may use one of them.
    """

    message = "Your role does not allow this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the caller's role has the method's permission."""
        table: dict[str, str] = getattr(view, "permissions", {})
        if request.method == "OPTIONS":
            return any(request.user.has_perm(needed) for needed in table.values())
        method = "GET" if request.method == "HEAD" else request.method
        needed = table.get(method or "")
        return needed is not None and request.user.has_perm(needed)
