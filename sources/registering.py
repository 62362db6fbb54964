"""Finding the outlet of an article in the register, or entering a new one."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from factcheck.core import audit
from sources.addresses import site_of
from sources.models import Outlet
from sources.recording import outlet_entered
from sources.wording import LONGEST_OUTLET, shortened

_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.[a-z]{2,63}")


def outlet_for(
    name: str, *, url: str | None, stated_name: str, deeds: list[audit.Deed]
) -> Outlet | None:
    """The outlet that was named, or else the one the URL belongs to.

    A name that looks like a domain is one. What a page says of its own
    publisher only names a new outlet of the URL's domain, never picks another.
    An outlet that is entered is added to ``deeds``, for the caller to record.
    """
    domain = domain_of(url) if url else None
    if _DOMAIN.fullmatch(name.lower()):
        name, domain = "", name.lower().removeprefix("www.")
    if name:
        found = Outlet.objects.filter(name__iexact=name).order_by("id").first()
        return found or _new_outlet(name=name, domain=domain, deeds=deeds)
    if domain is None:
        return None
    found = Outlet.objects.filter(domain=domain).first()
    return found or _new_outlet(
        name=shortened(stated_name, LONGEST_OUTLET) or domain,
        domain=domain,
        deeds=deeds,
    )


def _new_outlet(*, name: str, domain: str | None, deeds: list[audit.Deed]) -> Outlet:
    if domain and Outlet.objects.filter(domain=domain).exists():
        domain = None  # somebody else's pages: the name given stands for itself
    try:
        with transaction.atomic():
            outlet = Outlet.objects.create(name=name, domain=domain)
    except IntegrityError:  # somebody else registered it a moment ago
        same = {"domain": domain} if domain else {"name__iexact": name}
        return Outlet.objects.filter(**same).order_by("id")[0]
    deeds.append(outlet_entered(outlet))
    return outlet


def domain_of(url: str) -> str | None:
    """The domain an outlet is known by: without www, AMP or mobile labels."""
    return site_of(url).partition(":")[0] or None
