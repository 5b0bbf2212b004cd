"""How many needs were answered, by the year in which they were stated: in all and association by association."""

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from associations.models import Association, Need
from common.access import RequiresPermission


def by_year(rows):
    """Return ``[{year, stated, answered, share}]`` of ``rows``, the latest year first; one query."""
    return [_with_share(row) for row in rows.answered_by_year()]


def by_association(user):
    """Return ``[(association, years)]`` for all that stated a need ``user`` may see; two queries."""
    counted = Need.objects.visible_to(user).answered_by_year(of=["association"])
    years = {}
    for row in counted:
        years.setdefault(row["association"], []).append(_with_share(row))
    stating = Association.objects.visible_to(user).filter(pk__in=years)
    return [(association, years[association.pk]) for association in stating]


def _with_share(row):
    """In whole per cent, rounded down: 100 % means every single one."""
    return row | {"share": 100 * row["answered"] // row["stated"]}


class NeedShares(RequiresPermission, TemplateView):
    """The share answered, association by association."""

    template_name = "associations/need_shares.html"
    permission_required = "associations.view_need"
    extra_context = {"title": gettext_lazy("Needs answered, by year and association")}

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            years=by_year(Need.objects.visible_to(user)), associations=by_association(user), **kwargs
        )
