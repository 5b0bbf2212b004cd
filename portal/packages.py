"""Pages on solution packages: what they hold, how far they are, what they led to."""

import django_filters as filters
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView

from associations import refusals
from associations.filters import PackageFilter
from associations.lists import AssociationListPage, association_column
from associations.models import SolutionPackage
from common.lists import Column
from common.pages import RecordPage
from enterprises import quotas
from enterprises.models import Support, TrainingCourse
from portal.own_figures import own_figures
from programme.models import Document

# A page shows the latest rows of a package; the lists have the rest.
_LATEST = 20


def used_of(used, quota):
    """Write a quota as "27 / 30"; only the use where no quota was agreed."""
    return f"{localize(used)} / {localize(quota)}" if quota else localize(used)


def quota_column(name, label):
    return Column(name, label, value=used_of, fields=(f"used_{name}", f"quota_{name}"), align="end")


class PackageListFilter(PackageFilter):
    """One of the states, or whatever its state: more than was agreed."""

    status = filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[*SolutionPackage.Status.choices, ("over", gettext_lazy("over quota"))],
        method="by_status",
    )

    def by_status(self, rows, name, value):
        return quotas.over(rows) if value == "over" else rows.filter(status=value)


class PackageList(AssociationListPage):
    model = SolutionPackage
    permission_required = "associations.view_solutionpackage"
    filterset_class = PackageListFilter
    select_related = ["agreement__association"]
    title = gettext_lazy("solution packages")
    sentence = gettext_lazy(
        "Tools and training that an association delivers to enterprises, with what was agreed and used."
    )
    columns = [
        Column("name", gettext_lazy("Name"), link=True, order="folded"),
        Column("code", gettext_lazy("Code"), is_whole=True, order="code"),
        association_column("agreement__association"),
        Column("starts_on", gettext_lazy("From"), order="starts_on"),
        Column("ends_on", gettext_lazy("To"), order="ends_on"),
        quota_column("enterprises", gettext_lazy("Enterprises")),
        quota_column("courses", gettext_lazy("Courses")),
        quota_column("trainees", gettext_lazy("Trainees")),
        Column("status", gettext_lazy("Status"), status=True, order="status"),
    ]
    default_order = "-starts_on"
    empty_text = gettext_lazy("No package matches. Packages are agreed with the programme under an agreement.")

    def get_queryset(self):
        return quotas.with_used(super().get_queryset())


class PackageDetail(RecordPage, DetailView):
    """One package: content in order, quota, courses, enterprises, reports, documents, figures."""

    model = SolutionPackage
    permission_required = "associations.view_solutionpackage"
    template_name = "portal/package_detail.html"
    context_object_name = "package"
    related = ("agreement__association",)

    def get_queryset(self):
        return quotas.with_use(super().get_queryset())

    def get_context_data(self, **kwargs):
        user, package = self.request.user, self.object
        supports = Support.objects.visible_to(user).filter(package=package)
        courses = TrainingCourse.objects.visible_to(user).filter(package=package)
        papers = Q(pk__in=package.documents.order_by().values("pk"))
        for results in (supports, courses):
            papers |= Q(pk__in=results.order_by().values("evidence"))
        return super().get_context_data(
            sentence=sentence(package),
            stopped=refusals.stop(package.agreement),
            quotas=quota_lines(package),
            elapsed=elapsed(package, timezone.localdate()),
            items=package.items.visible_to(user).select_related("tool"),
            supports=supports.select_related("enterprise", "tool")[:_LATEST],
            courses=courses.with_named_trainees()[:_LATEST],
            reports=package.agreement.reports.visible_to(user).periodic().select_related("report_type")[:_LATEST],
            documents=Document.objects.visible_to(user).filter(papers)[:_LATEST],
            figures=own_figures(user, package=package.code),
            **kwargs,
        )


def quota_lines(package):
    """Return ``(label, Use, sentence)`` for each kind of quota of a package ``with_use``."""
    return in_lines(quotas.uses(package))


def in_lines(uses):
    """Return ``(label, Use, sentence)`` for each of ``uses``."""
    labels = {"enterprises": _("Enterprises"), "courses": _("Courses"), "trainees": _("Trainees")}
    return [(labels[name], use, in_words(use)) for name, use in uses.items()]


def in_words(use):
    """Say how much of a quota is used, what is left, and what an excess needs."""
    numbers = {name: localize(getattr(use, name)) for name in ("used", "quota", "remaining", "excess")}
    if not use.quota:
        words = _("%(used)s; no quota was agreed") % numbers
    elif use.excess:
        words = _("%(used)s of %(quota)s: %(excess)s too many, needs an annex") % numbers
    else:
        words = _("%(used)s of %(quota)s, %(remaining)s left") % numbers
    if more := use.planned - use.used:
        words += " " + ngettext("(%d more is reported)", "(%d more are reported)", more) % more
    return words


def elapsed(package, today):
    """Return how much of the package's term has passed, in percent."""
    days = (package.ends_on - package.starts_on).days + 1
    passed = (today - package.starts_on).days + 1
    return max(0, min(100, round(100 * passed / days)))


def sentence(package):
    """Say in one sentence how the package stands: the share of its quota of enterprises against its term."""
    use = quotas.uses(package)["enterprises"]
    passed = elapsed(package, timezone.localdate())
    if not use.quota:
        return _("%(passed)d%% of the term has passed; no quota of enterprises was agreed.") % {"passed": passed}
    return _("%(done)d%% of the enterprises agreed are done, %(passed)d%% of the term has passed.") % {
        "done": use.percent,
        "passed": passed,
    }
