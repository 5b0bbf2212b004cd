"""Admin of associations: who they are, who signs, agreements, packages, reports, needs, workshops."""

from associations.admin import agreements, associations, documents, locks, needs, packages, reports, signing

__all__ = ["agreements", "associations", "documents", "locks", "needs", "packages", "reports", "signing"]
