"""What the lists of associations' records share."""

from django.utils.translation import gettext_lazy

from associations.models.associations import short_label
from common.lists import Column, ListPage


def association_column(path):
    """Return the column that names the association found at ``path`` ("agreement__association")."""
    fields = tuple(f"{path}__{name}" for name in ("code", "abbreviation", "field"))
    return Column("association", gettext_lazy("Association"), value=short_label, fields=fields)


class AssociationListPage(ListPage):
    """A list whose ``association`` column is there only for readers who see more than one."""

    def get_columns(self):
        user = self.request.user
        if user.sees_all_associations or len(user.association_codes) > 1:
            return self.columns
        return [column for column in self.columns if column.name != "association"]
