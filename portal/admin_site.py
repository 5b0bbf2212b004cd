"""The staff's workplace: records grouped by what an officer does, and a first page that says what waits."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from portal import work_queue

# Groups of the menu, in the order of the work; a part of another record is reached through it and stands under PARTS.
GROUPS = (
    (
        "agreements",
        _("Agreements and packages"),
        "associations.agreement associations.solutionpackage associations.signingauthority",
    ),
    (
        "results",
        _("Reports and results"),
        "associations.periodicreport programme.aggregaterecord programme.posting programme.entry "
        "programme.ledgerperiod associations.lockexception",
    ),
    (
        "enterprises",
        _("Enterprises and training"),
        "enterprises.enterprise enterprises.support enterprises.trainingcourse enterprises.trainee",
    ),
    (
        "needs",
        _("Needs and workshops"),
        "associations.need associations.workshop associations.workshopconclusion",
    ),
    (
        "plan",
        _("Plan, indicators and announced figures"),
        "programme.announcement programme.target programme.taskgroup programme.task programme.project "
        "programme.phase programme.indicator",
    ),
    ("standards", _("Standards"), "programme.standard programme.issuingbody programme.icsfield"),
    ("evidence", _("Evidence"), "programme.document programme.documenttype"),
    (
        "reference",
        _("Reference data"),
        "associations.association programme.improvementtool programme.province programme.industry "
        "programme.sizecriterion associations.reporttype programme.programme",
    ),
    ("accounts", _("Accounts and audit"), "accounts.user associations.membership accounts.auditevent accounts.mail"),
)
PARTS = frozenset(
    "associations.annex associations.milestone associations.funding associations.packageitem "
    "associations.reportreview associations.reportcomment associations.spending associations.communication "
    "programme.indicatorversion enterprises.affiliation "
    "enterprises.branch enterprises.measurement enterprises.enrolment".split()
)


class LabelledAutocomplete(AutocompleteJsonView):
    """Search boxes show what the searched admin calls a row."""

    def serialize_result(self, obj, to_field_name):
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.choice_label(obj)}


class StaffAdminSite(AdminSite):
    site_header = _("Programme 712")
    site_title = _("Programme 712 administration")
    index_title = _("What waits for you")
    site_url = None

    def __init__(self, name="admin"):
        super().__init__(name)
        # One record after another, with its page and its guards; never a list at one stroke.
        self.disable_action("delete_selected")

    def admin_view(self, view, cacheable=False):
        """Staff only. Somebody else who is signed in is told so, instead of being asked to sign in again."""
        guarded = super().admin_view(view, cacheable)

        def staff_only(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("The administration is for the programme's staff."))
            return guarded(request, *args, **kwargs)

        return update_wrapper(staff_only, guarded)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """One sign-in for portal and admin."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        target = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(target, reverse("account_login"))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("admin:index")

    def index(self, request, extra_context=None):
        """The work queue first, then all records by group."""
        queues = work_queue.queues_for(request.user)
        context = {
            "queues": queues,
            "busy": [waiting for waiting in queues if waiting.count],
            "idle": [waiting for waiting in queues if not waiting.count],
            "waiting_count": sum(waiting.count for waiting in queues),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def autocomplete_view(self, request):
        return LabelledAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """The groups instead of the apps; models in no group are parts and reached through their record."""
        apps = self._build_app_dict(request, app_label)
        models = {entry["model"]._meta.label_lower: entry for app in apps.values() for entry in app["models"]}
        groups = []
        for code, name, labels in GROUPS:
            entries = [models[label] for label in labels.split() if label in models]
            if entries:
                url = f"{reverse('admin:index')}#{code}"
                groups.append(
                    {"name": name, "app_label": code, "app_url": url, "has_module_perms": True, "models": entries}
                )
        return groups
