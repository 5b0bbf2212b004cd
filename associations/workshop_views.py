"""Pages on workshops and their conclusions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.shortcuts import redirect
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from associations import conclusions
from associations.filters import WorkshopFilter
from associations.forms import ConclusionForm
from associations.models import Workshop, WorkshopConclusion
from common.lists import Column, ListPage
from common.pages import RecordPage, add_errors
from programme import documents
from programme.models import Document


class WorkshopList(ListPage):
    model = Workshop
    permission_required = "associations.view_workshop"
    filterset_class = WorkshopFilter
    title = gettext_lazy("workshops")
    sentence = gettext_lazy("Meetings of the programme with associations, and what they concluded.")
    columns = [
        Column("held_on", gettext_lazy("Held on"), order="held_on"),
        Column("title", gettext_lazy("Title"), link=True, order="folded"),
        Column("place", gettext_lazy("Place")),
        Column("conclusion_count", gettext_lazy("Conclusions"), align="end"),
        Column("open_count", gettext_lazy("Not done yet"), align="end"),
    ]
    default_order = "-held_on"
    empty_text = gettext_lazy("No workshop matches. An association sees the workshops it took part in.")

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .annotate(
                conclusion_count=Count("conclusions"),
                open_count=Count("conclusions", filter=Q(conclusions__status="open")),
            )
        )


class WorkshopDetail(RecordPage, DetailView):
    """A workshop with its conclusions, who owes them and until when."""

    model = Workshop
    permission_required = "associations.view_workshop"
    related = ("document",)

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            participants=self.object.participants.visible_to(user),
            attendance=self.object.attendance.visible_to(user),
            conclusions=(rows := self.conclusions(user)),
            sentence=self.sentence(rows),
            **kwargs,
        )

    def sentence(self, rows):
        """When and where it was held, and how many of its conclusions are done."""
        workshop = self.object
        words = {"day": localize(workshop.held_on), "place": workshop.place}
        parts = [(_("Held on %(day)s in %(place)s") if workshop.place else _("Held on %(day)s")) % words]
        if rows:
            done = sum(row.status == WorkshopConclusion.Status.DONE for row in rows)
            parts.append(_("%(done)d of %(all)d conclusions are done") % {"done": done, "all": len(rows)})
        return "; ".join(parts) + "."

    def conclusions(self, user):
        """Each with whether the reader may close it now; another association's paper is not his to see."""
        own_papers = Prefetch("document", Document.objects.visible_to(user))
        rows = list(self.object.conclusions.visible_to(user).select_related("owner_user").prefetch_related(own_papers))
        for row in rows:
            row.may_close = conclusions.may_close(row, user) and not conclusions.refusal(row, user)
        return rows


class ConclusionClose(RecordPage, SingleObjectMixin, FormView):
    """Records a conclusion as done, or drops it; for its owner and for the programme."""

    model = WorkshopConclusion
    form_class = ConclusionForm
    template_name = "associations/conclusion_close.html"
    permission_required = "associations.close_workshopconclusion"
    related = ("workshop",)

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object() if request.user.has_perm(self.permission_required) else None
        if self.object and not conclusions.may_close(self.object, request.user):
            raise PermissionDenied(_("This conclusion is another one's to do: its owner or the programme closes it."))
        if self.object and (sentence := conclusions.refusal(self.object, request.user)):
            messages.error(request, sentence)
            return redirect(self.object.workshop)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        data = dict(form.cleaned_data)
        paper = data.pop("paper")
        try:
            with transaction.atomic():
                document = self.store(paper) if paper else None
                conclusions.close_conclusion(self.object, by=self.request.user, document=document, **data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The conclusion was closed; those who took part read what came of it."))
        return redirect(self.object.workshop)

    def store(self, paper):
        """An association's paper is its own, the programme's is for everybody."""
        user = self.request.user
        return documents.store(
            paper,
            title=_("Evidence of a conclusion: %(workshop)s") % {"workshop": self.object.workshop.title},
            kind=Document.Kind.OTHER,
            by=user,
            association=next(iter(user.association_codes), ""),
        )
