"""What an association may read and change of an enterprise that other associations work with too.

A tax code is public: whoever knows it may put the enterprise on its list. That gives no right to what another
association wrote down about it. National roles read and change everything.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NUMBERS = ("tax_code", "personal_number")
# Who it is, and what the ledger's figures are broken down by.
IDENTITY = (*NUMBERS, "name", "province", "industry", "size", "employees")
# What an enterprise tells the association that registered it.
PRIVATE = ("address", "employees", "revenue_vnd", "capital_vnd", "representative", "phone", "email")

LOCKED = _("Once recorded, a number is changed by the programme's officer only: ask them.")
SHARED = _(
    "Another association works with this enterprise too: its identity, province, industry and size are changed by the "
    "programme's officer. Ask them."
)


@dataclass(frozen=True, slots=True)
class Access:
    """``hidden`` fields are neither shown nor changed, ``locked`` ones are shown and not changed."""

    hidden: frozenset = frozenset()
    locked: frozenset = frozenset()
    is_shared: bool = False

    @property
    def can_change(self):
        """Whether anything is left to change."""
        return not self.hidden


def access(enterprise, user):
    """Return the ``Access`` of ``user`` to ``enterprise``. Two queries for associations, none for others."""
    if user.sees_all_associations:
        return Access()
    codes = user.association_codes
    members = list(enterprise.affiliations.order_by("pk").values_list("association__code", flat=True))
    is_first = bool(members) and members[0] in codes
    supported = enterprise.supports.filter(~Q(package__agreement__association__code__in=codes))
    is_shared = any(code not in codes for code in members) or supported.exists()
    locked = IDENTITY if is_shared else [name for name in NUMBERS if getattr(enterprise, name)]
    return Access(frozenset() if is_first else frozenset(PRIVATE), frozenset(locked), is_shared)
