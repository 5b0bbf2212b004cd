"""Admin of associations: who they are, agreements, packages, reports, needs, workshops."""

from associations.admin import agreements, associations, documents, needs, packages, reports

__all__ = ["agreements", "associations", "documents", "needs", "packages", "reports"]
