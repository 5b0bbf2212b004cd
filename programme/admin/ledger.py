"""The results ledger as staff see it: read it, post aggregate counts, take entries back, close periods."""

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Exists, OuterRef, Q, Subquery, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import AuditedAdmin, ReadOnlyMixin
from common import locks
from common.acts import Act, ActsMixin, ReasonForm
from common.admin import SelectFilter
from common.models import name_of
from common.templatetags.components import tag
from common.text import capitalise
from programme import ledger, services
from programme.models import AggregateRecord, Document, Entry, Industry, LedgerHead, LedgerPeriod, Posting, Province


def named(name, code):
    """A name with its code in grey; the code alone where it has none."""
    return format_html('{} <small class="muted">{}</small>', name, code) if name else code


class SourceMixin:
    """Says which record a posting or an entry came from."""

    @admin.display(description=gettext_lazy("source record"), ordering="source_type")
    def source_column(self, row):
        if not row.source_type:
            return None
        kind = capitalise(apps.get_model(row.source_type)._meta.verbose_name)
        return named(f"{kind} {row.source_id}", row.source_type)


@admin.register(Posting)
class PostingAdmin(SourceMixin, ReadOnlyMixin, AuditedAdmin):
    list_display = ["sequence_column", "recorded_at", "kind", "reason", "entry_count", "recorded_by", "document"]
    list_filter = ["kind"]
    list_select_related = ["recorded_by", "document"]
    search_fields = ["reason__unmarked", "recorded_by__folded"]
    ordering = ["-sequence"]
    fields = [
        "sequence",
        "kind",
        ("recorded_at", "recorded_by"),
        "reason",
        "document",
        "corrects",
        "source_column",
        "entries_link",
        "previous_hash",
        "hash",
    ]

    readonly_fields = ["entries_link", "source_column"]

    @admin.display(description=gettext_lazy("entries"))
    def entries_link(self, posting):
        """A link instead of an inline: a posting may have thousands of lines."""
        address = f"{reverse('admin:programme_entry_changelist')}?posting__exact={posting.pk}"
        return format_html('<a href="{}">{}</a>', address, localize(posting.entry_count))

    @admin.display(description=gettext_lazy("number"), ordering="sequence")
    def sequence_column(self, posting):
        return posting.sequence


class TakeBackForm(ReasonForm):
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=gettext_lazy("evidence"),
        required=False,
        widget=AutocompleteSelect(Posting._meta.get_field("document"), admin.site),
        help_text=gettext_lazy("The paper that shows why, if there is one."),
    )

    def prepare(self):
        self.fields["document"].queryset = Document.objects.visible_to(self.user)


def _take_back(records, *, by, reason, document):
    ledger.correct(records, by=by, reason=reason, document=document)


def _refuse_taken_back(entry, user):
    for taken in entry.corrections.all():
        return _("It was taken back already, by posting %(number)s.") % {"number": taken.posting_id}
    if entry.corrects_id:
        return _("A correction is not taken back: post what is right instead.")
    return ""


@admin.register(Entry)
class EntryAdmin(SourceMixin, ReadOnlyMixin, ActsMixin, AuditedAdmin):
    """Half a million rows and more: filters use indexes, there is no date hierarchy, nothing is counted in full."""

    list_display = [
        "__str__",
        "indicator",
        "quantity",
        "happened_on",
        "subject",
        "association",
        "package",
        "province_column",
        "evidence_column",
    ]
    list_filter = [("indicator", SelectFilter)]
    list_select_related = ["indicator", "document"]
    search_fields = ["subject"]
    search_help_text = gettext_lazy("Tax code or other key of the subject, written in full.")
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["posting", "line", "indicator", "version", "quantity", "happened_on", "subject"]}),
        (
            gettext_lazy("As it was on that day"),
            {"fields": ["association", "package", "project", "task", "province_column", "sector_column", "size"]},
        ),
        (gettext_lazy("Source"), {"fields": ["source_column", "document", "corrects"]}),
    ]
    readonly_fields = ["province_column", "sector_column", "source_column"]
    acts = (
        Act(
            code="take-back",
            label=gettext_lazy("Take back by a correction"),
            run=_take_back,
            done=gettext_lazy("Taken back by a new posting; the old entry stays readable."),
            explanation=gettext_lazy(
                "Nothing is deleted: a new posting sets the entry off. Figures known before today stay as they were."
            ),
            permission="programme.correct_entry",
            form_class=TakeBackForm,
            refusal=_refuse_taken_back,
            many=True,
        ),
    )

    def get_queryset(self, request):
        province = Province.objects.filter(key=OuterRef("province"))
        names = {f"province_{name}": Subquery(province.values(name)) for name in ("name_vi", "name_en")}
        return super().get_queryset(request).annotate(**names)

    @admin.display(description=gettext_lazy("province"), ordering="province")
    def province_column(self, entry):
        return named(name_of(entry.province_name_vi, entry.province_name_en), entry.province)

    @admin.display(description=gettext_lazy("industry"))
    def sector_column(self, entry):
        industry = Industry.objects.filter(key=entry.sector).first()
        return named(industry and industry.name, entry.sector)

    def _locked(self, records):
        """With their corrections, which ``_refuse_taken_back`` looks at for every row that is ticked."""
        rows = super()._locked(records)
        prefetch_related_objects(rows, "corrections")
        return rows

    def get_search_results(self, request, queryset, search_term):
        """A key in full, so that the index answers; parts of it would read the whole ledger."""
        return (queryset.filter(subject=search_term.strip()) if search_term.strip() else queryset), False

    @admin.display(description=gettext_lazy("evidence"), boolean=True)
    def evidence_column(self, entry):
        return entry.document_id is not None


def _close(records, *, by, reason):
    for period in records:
        ledger.close_period(period, by=by, reason=reason)


def _refuse_closed(period, user):
    return ledger.closed_sentence(period) if period.is_closed else ""


@admin.register(LedgerPeriod)
class LedgerPeriodAdmin(ActsMixin, AuditedAdmin):
    list_display = ["name", "starts_on", "ends_on", "state_column", "closed_by", "close_reason"]
    list_select_related = ["closed_by"]
    ordering = ["-starts_on"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", ("starts_on", "ends_on")],
                "description": gettext_lazy(
                    "A closed period refuses every posting dated in it, from every side. It is never opened again; "
                    "what was wrong is corrected in the open period."
                ),
            },
        ),
        (gettext_lazy("Closing"), {"fields": ["closed_at", "closed_by", "close_reason"]}),
    ]
    acts = (
        Act(
            code="close",
            label=gettext_lazy("Close the period"),
            run=_close,
            done=gettext_lazy("The period is closed."),
            explanation=gettext_lazy(
                "Closing is for good. Nothing dated in the period can be posted any more; corrections go into the open "
                "period."
            ),
            permission="programme.close_ledgerperiod",
            form_class=ReasonForm,
            refusal=_refuse_closed,
        ),
    )

    def lock(self, request, record):
        """The ledger's head first, as closing does: what else waits for it finds the period as it is saved."""
        LedgerHead.locked()
        return super().lock(request, record)

    def save_model(self, request, obj, form, change):
        locks.refuse_locked(obj, request.user)
        services.save_period(obj)

    def get_readonly_fields(self, request, obj=None):
        closing = ["closed_at", "closed_by", "close_reason"]
        return [*closing, "name", "starts_on", "ends_on"] if obj and obj.is_closed else closing

    @admin.display(description=gettext_lazy("state"), ordering="closed_at")
    def state_column(self, period):
        return tag(_("closed"), "good") if period.is_closed else tag(_("open"), "primary")


def _post(records, *, by):
    for record in records:
        services.post_aggregate(record, by=by)


def _refuse_posted(record, user):
    if lock := locks.lock_of(record, user):
        return lock.sentence
    if record.posting_id:
        return _("It was posted already, as posting %(number)s.") % {"number": record.posting_id}
    if record.prepared_by_id == user.pk:
        return _("You prepared this count yourself; somebody else must post it.")
    return ""


class PostingStateFilter(admin.SimpleListFilter):
    title = gettext_lazy("in the ledger")
    parameter_name = "ledger"

    def lookups(self, request, model_admin):
        return [
            ("waiting", gettext_lazy("waiting")),
            ("posted", gettext_lazy("posted")),
            ("taken-back", gettext_lazy("taken back")),
        ]

    def queryset(self, request, queryset):
        conditions = {
            "waiting": Q(posting=None),
            "posted": Q(posting__isnull=False, is_taken_back=False),
            "taken-back": Q(is_taken_back=True),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


@admin.register(AggregateRecord)
class AggregateRecordAdmin(ActsMixin, AuditedAdmin):
    """A number with a document and no list; entered by one person, posted by another."""

    list_display = ["indicator", "quantity", "happened_on", "project", "prepared_by", "posting_column"]
    list_filter = [("indicator", SelectFilter), PostingStateFilter]
    list_select_related = ["indicator", "project", "prepared_by", "posting"]
    search_fields = ["indicator__folded", "note__unmarked"]
    autocomplete_fields = ["indicator", "project", "document"]
    readonly_fields = ["prepared_by", "posting_column"]
    fieldsets = [
        (
            None,
            {
                "fields": ["indicator", "quantity", "happened_on", "document", "project", "note"],
                "description": gettext_lazy(
                    "For counts that are known only as a number with a document. Figures made of them say that there "
                    "is no list."
                ),
            },
        ),
        (gettext_lazy("Ledger"), {"fields": ["prepared_by", "posting_column"]}),
    ]
    acts = (
        Act(
            code="post",
            label=gettext_lazy("Post to the ledger"),
            run=_post,
            done=gettext_lazy("Posted to the ledger."),
            explanation=gettext_lazy("The count is added to the figures. It cannot be changed then, only corrected."),
            permission="programme.post_aggregaterecord",
            refusal=_refuse_posted,
            many=True,
        ),
    )

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.fieldsets[:1]

    def get_queryset(self, request):
        """With ``is_taken_back``: whether nothing of the posting counts any more."""
        standing = Entry.objects.filter(posting=OuterRef("posting"), corrections=None)
        taken_back = Q(posting__isnull=False) & ~Exists(standing)
        return super().get_queryset(request).annotate(is_taken_back=taken_back)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.posting_id is None)

    def save_model(self, request, obj, form, change):
        if not change or form.changed_data:
            obj.prepared_by = request.user  # who wrote what it says now does not post it
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("posting"), ordering="posting")
    def posting_column(self, record):
        if record.posting_id is None:
            return tag(_("waiting"), "attention")
        state = tag(_("taken back"), "attention") if record.is_taken_back else ""
        return format_html('<a href="{}">{}</a> {}', record.posting.get_absolute_url(), record.posting_id, state)
