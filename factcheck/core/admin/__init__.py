"""Admin pages of people, tokens and jobs. Importing this registers them."""

from factcheck.core.admin.jobs import JobAdmin
from factcheck.core.admin.tokens import ApiTokenAdmin
from factcheck.core.admin.users import UserAdmin

__all__ = ["ApiTokenAdmin", "JobAdmin", "UserAdmin"]
