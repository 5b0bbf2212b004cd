"""What an association may read and change of an enterprise that other associations work with too.

A tax code is public: whoever knows it may put the enterprise on its list. That gives no right to what another
association wrote down about it. National roles read and change everything.
"""

from dataclasses import dataclass

from django.db.models import Exists, Q
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
    """Return the ``Access`` of ``user`` to ``enterprise``. One query for associations, none for others."""
    if user.sees_all_associations:
        return Access()
    codes = user.association_codes
    supports = enterprise.supports.order_by().filter(~Q(package__agreement__association__code__in=codes))
    members = list(
        enterprise.affiliations.annotate(is_supported_elsewhere=Exists(supports))
        .order_by("pk")
        .values_list("association__code", "is_supported_elsewhere")
    )
    if not members or members[0][0] not in codes:
        return Access(frozenset(PRIVATE), frozenset(IDENTITY), is_shared=True)
    if any(code not in codes or is_supported for code, is_supported in members):
        return Access(locked=frozenset(IDENTITY), is_shared=True)
    return Access(locked=frozenset(name for name in NUMBERS if getattr(enterprise, name)))
