"""What the lists of associations' records share."""

from common.lists import ListPage


class AssociationListPage(ListPage):
    """A list whose ``association`` column is there only for readers who see more than one."""

    def get_columns(self):
        user = self.request.user
        if user.sees_all_associations or len(user.association_codes) > 1:
            return self.columns
        return [column for column in self.columns if column.name != "association"]
