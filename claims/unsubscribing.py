"""The page on which somebody takes themselves off the list of a report's subscribers.

The link is all they need. The page says the same for every link, so that nobody
learns from it who is on the list.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claims.reports.subscribing import unsubscribe


# What is in the link says that it is they: mail programs send no cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_view(request: HttpRequest, token: str) -> HttpResponse:
    """A button (GET), because programs follow links too; what it does (POST)."""
    is_done = request.method == "POST"
    if is_done:
        unsubscribe(token)
    return render(request, "reports/unsubscribe.html", {"is_done": is_done})
