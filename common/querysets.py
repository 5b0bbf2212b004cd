"""Ways to query that every app uses alike."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from common.text import fold

COUNT_LIMIT = 10_000


class SearchableQuerySet(QuerySet):
    """Rows with a ``folded`` column."""

    def search(self, text):
        """Rows that contain every word of ``text``, whatever its marks, case or Unicode form."""
        return self.filter(words_in("folded", text))


def words_in(column, text):
    """Return the condition that ``column`` (folded) contains each word of ``text``; empty text holds for all."""
    condition = Q()
    for word in fold(text).split():
        condition &= Q(**{f"{column}__contains": word})
    return condition


class CappedPaginator(Paginator):
    """Pages through the first 10,000 rows and never counts more.

    Nobody reads page 201; a filter or a search is the way to the rest. The page says "more than 10,000".
    """

    def __init__(self, object_list, per_page, *args, **kwargs):
        super().__init__(object_list, per_page, *args, **kwargs)
        self._count = None

    @property
    def count(self):
        if self._count is None:
            self._count = self._capped_count()
        return min(self._count, COUNT_LIMIT)

    @property
    def has_more(self):
        """Whether there are rows beyond those that can be paged to."""
        self.count  # noqa: B018  asks the database once
        return self._count > COUNT_LIMIT

    def _capped_count(self):
        if isinstance(self.object_list, QuerySet):
            if isinstance(self.object_list.query.group_by, tuple):  # the rows are groups, not records with a key
                return self.object_list.order_by()[: COUNT_LIMIT + 1].count()
            return self.object_list.order_by().values("pk")[: COUNT_LIMIT + 1].count()  # without what is annotated
        return len(self.object_list)
