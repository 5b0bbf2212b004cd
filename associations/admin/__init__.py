"""Admin of associations: who they are, who signs, agreements, packages, reports, needs, workshops."""

from associations.admin import agreements, associations, documents, needs, packages, reports, signing

__all__ = ["agreements", "associations", "documents", "needs", "packages", "reports", "signing"]
