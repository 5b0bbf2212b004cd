"""Pages on periodic reports, for the association that writes them and the programme that reviews them.

Every change of state goes through ``associations.report_services``; a ``Conflict`` (somebody was faster) sends the user
back to the report with the sentence that says what happened.
"""

from abc import ABC, abstractmethod

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, OuterRef, Subquery, When
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from associations import report_services
from associations.filters import ReportFilter
from associations.lists import AssociationListPage, association_column
from associations.models import PeriodicReport, ReportComment, ReportReview
from associations.report_content import OF_TEXTS, content_of, fingerprint
from associations.report_drafts import TextsDiffer, save_texts
from associations.report_services import Conflict
from associations.report_steps import CHANGED, no_longer
from associations.sections import Contents, sections_of
from common.access import permission_required
from common.lists import Column
from common.pages import ChangePage, RecordPage, add_errors
from common.templatetags.components import tag
from common.text import capitalise
from enterprises import quotas
from enterprises.sections import packages
from portal.packages import in_lines
from portal.report_forms import AcceptForm, DraftForm, ReportForm, ReturnForm, SubmitForm
from portal.report_parts import corrections_of, may_correct, pages_of, parts_of, places_of, show_replacements

RELATED = ("agreement__association", "report_type", "document", "corrects__report_type")
# What the entries of its results name besides.
OF_LINES = ("agreement__project", "agreement__task")


def deadline(report, first_sent_at=None):
    """Say how a report stands against its due date, or how late it was first sent; '' when there is nothing to say."""
    if not report.is_editable:
        days = (timezone.localdate(first_sent_at) - report.due_on).days if first_sent_at else 0
        words = ngettext("sent %(days)s day late", "sent %(days)s days late", days)
        return words % {"days": localize(days)} if days > 0 else ""
    days = (report.due_on - timezone.localdate()).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": localize(-days)}
    if days == 0:
        return _("due today")
    return ngettext("%d day left", "%d days left", days) % days


def deadline_tag(report):
    """Return the deadline as the list shows it; a late one stands out."""
    words = listed_deadline(report)
    return tag(words, "attention") if report.is_overdue else capitalise(words)


def listed_deadline(report):
    return deadline(report, report.first_sent_at)


class ReportList(AssociationListPage):
    model = PeriodicReport
    permission_required = "associations.view_periodicreport"
    filterset_class = ReportFilter
    select_related = ["agreement__association", "report_type"]
    title = gettext_lazy("periodic reports")
    sentence = gettext_lazy(
        "What each association reports on its agreement, by period; accepted reports are in the ledger."
    )
    columns = [
        Column("period_ends_on", gettext_lazy("Report"), value=str, link=True, order="period_ends_on"),
        association_column("agreement__association"),
        Column("agreement", gettext_lazy("Agreement"), value="agreement.title"),
        Column("due_on", gettext_lazy("Due on"), order="due_on"),
        Column("deadline", gettext_lazy("Deadline"), value=deadline_tag, export_value=listed_deadline),
        Column("round", gettext_lazy("Round"), align="end", order="round"),
        Column("status", gettext_lazy("Status"), status=True, order="status"),
    ]
    default_order = "-period_ends_on"
    empty_text = gettext_lazy("No report matches. The programme opens one for each period of an agreement in force.")

    def get_queryset(self):
        """With the moment of the first submission; the steps are read only of those that were sent again."""
        sent = ReportReview.objects.filter(report=OuterRef("pk"), action=ReportReview.Action.SUBMITTED).order_by("pk")
        again = When(round__gt=1, then=Subquery(sent.values("at")[:1]))
        return super().get_queryset().annotate(first_sent_at=Case(again, default="submitted_at"))


class ReportDetail(RecordPage, DetailView):
    """A report for both sides: where it stands, its records, what is to be mended, and its history by round."""

    model = PeriodicReport
    permission_required = "associations.view_periodicreport"
    template_name = "portal/report_detail.html"
    context_object_name = "report"
    related = (*RELATED, "submitted_by", "accepted_by")

    def get_context_data(self, **kwargs):
        report = self.object
        reviews = report.reviews.visible_to(self.request.user).select_related("by").prefetch_related("comments")
        reviews = list(reviews.order_by("pk"))
        last_return = next((step for step in reversed(reviews) if step.action == ReportReview.Action.RETURNED), None)
        first_sent = next((step for step in reviews if step.action == ReportReview.Action.SUBMITTED), None)
        is_settled = report.status in (PeriodicReport.Status.ACCEPTED, PeriodicReport.Status.WITHDRAWN)
        contents = Contents(report)
        pages = pages_of(contents, self.request.GET)
        places = places_of(pages) | {(OF_TEXTS, ""): "#part-texts"}
        corrections = corrections_of(report, self.request.user)
        show_replacements(contents, places)
        problems = [] if is_settled else report_services.problems(report, contents)
        remarks = {}
        if last_return and not is_settled:
            for comment in last_return.comments.all():
                place = comment.section, comment.line
                comment.url = places.get(place, "")
                remarks.setdefault(place, []).append(comment)
        return super().get_context_data(
            sentence=sentence(report),
            deadline=deadline(report, first_sent and first_sent.at),
            can_edit=can_edit(report, self.request.user),
            parts=parts_of(report, pages, problems, remarks),
            texts={"remarks": remarks.get((OF_TEXTS, ""), [])},
            summaries={section.code: section.summary(contents) for section in sections_of(report)},
            blocking=[problem for problem in problems if problem.is_blocking],
            warnings=[problem for problem in problems if not problem.is_blocking],
            reviews=reviews,
            corrections=corrections,
            may_correct=may_correct(report, corrections, self.request.user),
            last_return=last_return if report.status == PeriodicReport.Status.RETURNED else None,
            **kwargs,
        )


def can_edit(report, user):
    """Whether the page offers to change the report's content now."""
    return report.is_editable and user.has_perm("associations.change_periodicreport")


def sentence(report):
    """Say where a report stands and who has to act next."""
    day = {"day": date_format(report.due_on, "SHORT_DATE_FORMAT"), "name": report.agreement.association.label}
    if report.status == PeriodicReport.Status.OPEN:
        return _("%(name)s writes this report; it is due on %(day)s.") % day
    if report.status == PeriodicReport.Status.RETURNED:
        return _("Returned in round %(round)d; %(name)s mends it and sends it again.") % {"round": report.round, **day}
    if report.status == PeriodicReport.Status.WITHDRAWN:
        return _("Withdrawn; the report that it was to correct goes on counting as it is.")
    if report.status == PeriodicReport.Status.ACCEPTED and report.is_correction:
        return _("Accepted on %(day)s; the figures are corrected since.") % {
            "day": date_format(timezone.localtime(report.accepted_at), "SHORT_DATE_FORMAT")
        }
    if report.status == PeriodicReport.Status.ACCEPTED:
        return _("Accepted on %(day)s; its results are counted.") % {
            "day": date_format(timezone.localtime(report.accepted_at), "SHORT_DATE_FORMAT")
        }
    sent = {
        "day": date_format(timezone.localtime(report.submitted_at), "SHORT_DATE_FORMAT"),
        "round": report.round,
    }
    if report.status == PeriodicReport.Status.IN_REVIEW:
        words = _("Sent on %(day)s (round %(round)d). An officer reviews it and may return it; an approver accepts it.")
    else:
        words = _(
            "Sent on %(day)s (round %(round)d). The review has not begun yet: an officer reviews it, an approver "
            "accepts it."
        )
    return words % sent


def state_and_next(report):
    """Say, after an act, what state a report has now and who acts next."""
    words = {"status": report.get_status_display(), "name": report.agreement.association.label}
    if report.status == PeriodicReport.Status.OPEN:
        return _("It is “%(status)s” now; next, %(name)s completes and sends it.") % words
    if report.status == PeriodicReport.Status.RETURNED:
        return _("It is “%(status)s” now; next, %(name)s mends it and sends it again.") % words
    if report.status == PeriodicReport.Status.IN_REVIEW:
        return _("It is “%(status)s” now; next, the programme accepts or returns it.") % words
    if report.status in (PeriodicReport.Status.ACCEPTED, PeriodicReport.Status.WITHDRAWN):
        return _("It is “%(status)s” now; nothing more is to be done.") % words
    return _("It is “%(status)s” now; next, the programme reviews it.") % words


class ReportAct(ChangePage, SingleObjectMixin, FormView, ABC):
    """One act on a report: a page that asks, and the service that does it.

    The form carries the revision that the user saw. ``act`` returns the report as it is then.
    """

    model = PeriodicReport
    related = RELATED
    done = ""
    states: tuple[str, ...] = ()

    def refusal(self, report):
        if report.status in self.states:
            return ""
        return no_longer(report)

    def get_initial(self):
        return {"revision": self.object.revision}

    def get_context_data(self, **kwargs):
        about = f"{self.object} · {self.object.agreement.association}"
        may = can_edit(self.object, self.request.user)
        return super().get_context_data(report=self.object, about=about, can_edit=may, **kwargs)

    def form_valid(self, form):
        try:
            report = self.act(form)
        except Conflict as conflict:
            for message in conflict.messages:
                messages.error(self.request, message)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        else:
            messages.success(self.request, f"{self.done} {state_and_next(report)}")
        return redirect(self.object)

    @abstractmethod
    def act(self, form):
        """Do it by the service; each page of this kind says how."""


_OPEN = (PeriodicReport.Status.OPEN, PeriodicReport.Status.RETURNED)
_IN_REVIEW = (
    PeriodicReport.Status.SUBMITTED,
    PeriodicReport.Status.IN_REVIEW,
    PeriodicReport.Status.RESUBMITTED,
)


class ReportEdit(ReportAct):
    """The report's own texts and its signed file."""

    form_class = ReportForm
    template_name = "portal/report_form.html"
    permission_required = "associations.change_periodicreport"
    states = _OPEN
    done = gettext_lazy("The report was changed.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "by": self.request.user,
            "association": self.object.agreement.association,
            "chosen": self.object.document,
        }

    def get_initial(self):
        return super().get_initial() | {name: getattr(self.object, name) for name in ReportForm.TEXTS}

    def act(self, form):
        form.keep_upload()
        try:
            with transaction.atomic():
                return save_texts(self.object, by=self.request.user, **form.values())
        except TextsDiffer as conflict:
            form.hold(conflict)
            raise ValidationError(conflict.messages) from conflict  # the page comes back with what was typed

    def form_invalid(self, form):
        form.keep_upload()
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        said = ReportComment.objects.visible_to(self.request.user).of_last_return(self.object)
        return context | {
            "fields": [(field, form.theirs.get(field.name)) for field in form.text_fields],
            "remarks": said.filter(section=OF_TEXTS).select_related("review__by"),
        }


@require_POST
@permission_required("associations.change_periodicreport")
def autosave(request, pk):
    """Save what is typed in the report's texts, for a script: JSON, with one sentence where it was not saved."""
    report = get_object_or_404(PeriodicReport.objects.visible_to(request.user), pk=pk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        sentences = [sentence for found in form.errors.values() for sentence in found]
        return JsonResponse({"message": " ".join(sentences)}, status=400)
    try:
        report = save_texts(report, by=request.user, is_draft=True, **form.cleaned_data)
    except TextsDiffer as conflict:
        sentence = _("Somebody else changed the same text meanwhile. Press Save: both will stand beside each other.")
        texts = {name: conflict.stored[name] for name in ReportForm.TEXTS}
        return JsonResponse({"message": sentence, "revision": conflict.revision, "texts": texts}, status=409)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=409)
    texts = {name: getattr(report, name) for name in ReportForm.TEXTS}
    time = date_format(timezone.localtime(), "TIME_FORMAT")
    return JsonResponse({"revision": report.revision, "texts": texts, "time": time})


class ReportSubmit(ReportAct):
    """Shows how much is sent and what is still to be mended; sends it."""

    form_class = SubmitForm
    template_name = "portal/report_submit.html"
    permission_required = "associations.submit_periodicreport"
    states = _OPEN
    done = gettext_lazy("The report was sent.")

    def get_context_data(self, **kwargs):
        contents = Contents(self.object)
        problems = report_services.problems(self.object, contents)
        return super().get_context_data(
            counts=[count for section in sections_of(self.object) for count in section.counts(contents[section.code])],
            blocking=[problem for problem in problems if problem.is_blocking],
            warnings=[problem for problem in problems if not problem.is_blocking],
            period_runs=not self.object.is_correction and self.object.period_ends_on > timezone.localdate(),
            **kwargs,
        )

    def act(self, form):
        return report_services.submit_report(self.object, by=self.request.user, revision=form.cleaned_data["revision"])


@require_POST
@permission_required("associations.review_periodicreport")
def start_review(request, pk):
    report = get_object_or_404(PeriodicReport.objects.visible_to(request.user), pk=pk)
    try:
        report = report_services.start_review(report, by=request.user)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(
            request, " ".join([_("The review has begun; the association sees it."), state_and_next(report)])
        )
    return redirect(report)


class _Decision(ReportAct):
    """An act of the review on what was read on the report's own page, which sends its revision along."""

    states = _IN_REVIEW

    def refusal(self, report):
        read = self.request.GET.get("revision", str(report.revision))
        if self.request.method == "GET" and read != str(report.revision):
            return CHANGED
        return super().refusal(report)


class ReportReturn(_Decision):
    """Sends a report back with a reason and, where needed, a remark on a line."""

    form_class = ReturnForm
    template_name = "portal/report_return.html"
    permission_required = "associations.return_periodicreport"
    done = gettext_lazy("The report went back; the association was told why.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"report": self.object}

    def act(self, form):
        return report_services.return_report(
            self.object,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            comments=form.comments(),
        )


class ReportAccept(_Decision):
    """Shows what will be posted, what it does to quotas and what is not in order; accepts."""

    form_class = AcceptForm
    template_name = "portal/report_accept.html"
    permission_required = "associations.accept_periodicreport"
    related = (*RELATED, *OF_LINES)
    done = gettext_lazy("The report was accepted; its results are in the ledger.")

    def refusal(self, report):
        if report.submitted_by_id == self.request.user.pk:
            return _("You submitted this report yourself; somebody else must accept it.")
        return super().refusal(report)

    @cached_property
    def contents(self):
        return Contents(self.object)

    @cached_property
    def lines(self):
        return self.contents.lines()

    def get_initial(self):
        """What the page shows is what is accepted: its fingerprint comes back with the decision."""
        if self.request.method == "POST":
            return super().get_initial()
        return super().get_initial() | {"seen": fingerprint(content_of(self.object, self.contents, self.lines))}

    def get_context_data(self, **kwargs):
        problems = report_services.problems(self.object, self.contents)
        return super().get_context_data(
            blocking=[problem for problem in problems if problem.is_blocking],
            warnings=[problem for problem in problems if not problem.is_blocking],
            lines=lines_by_indicator(self.lines),
            packages=quota_effects(self.contents),
            **kwargs,
        )

    def act(self, form):
        return report_services.accept_report(
            self.object,
            by=self.request.user,
            revision=form.cleaned_data["revision"],
            seen=form.cleaned_data["seen"] or None,
            reason=form.cleaned_data["reason"],
        )


def lines_by_indicator(lines):
    """Return ``(indicator, lines, distinct subjects, taken back, added)`` of what acceptance posts."""
    found = {}
    for line in lines:
        found.setdefault(line.indicator, []).append(line)
    return [
        (
            indicator,
            len(of_it),
            len({line.subject for line in of_it}),
            sum(-line.quantity for line in of_it if line.corrects),
            sum(line.quantity for line in of_it if not line.corrects),
        )
        for indicator, of_it in found.items()
    ]


def quota_effects(contents):
    """Return ``(package, is over, [(label, Use, sentence)])`` of the packages that the report touches."""
    touched = {row.package_id for rows in contents.values() for row in rows if hasattr(row, "package_id")}
    effects = []
    for package in contents.known(packages):
        if package.pk in touched:
            lines = in_lines(quotas.planned_uses(package))
            effects.append((package, any(use.excess for _label, use, _words in lines), lines))
    return effects
