"""Forms on enterprises, and on the supports and courses of a report."""

import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Association, SolutionPackage
from common.forms import LocalizedForm, LocalizedModelForm
from common.text import fold, plain_number
from enterprises import quotas, sharing
from enterprises.models import Enterprise, Measurement, Support, TrainingCourse
from enterprises.services import parse_trainees, tools_by_package
from enterprises.validators import enterprise_code
from programme.forms import EvidenceForm
from programme.models import Document, Industry, Province

_OFFERED = 300
_CANDIDATES = 5
_NONE = ("", "---------")
_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{12}|[0-9]{10})(?![0-9])")


class EnterpriseCodeField(forms.CharField):
    """A tax code; the code of a branch is taken for that of its enterprise."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"max_length": 14})
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value):
        return enterprise_code(super().clean(value)) or self.empty_value


class EnterpriseForm(LocalizedModelForm):
    """Registers or changes an enterprise.

    A number that is registered already is no error when adding: the service links the record to the association. What
    ``enterprises.sharing`` keeps from the user is left out or only shown.
    """

    class Meta:
        model = Enterprise
        field_classes = {"tax_code": EnterpriseCodeField}
        fields = [
            "name",
            "tax_code",
            "personal_number",
            "province",
            "address",
            "industry",
            "employees",
            "revenue_vnd",
            "capital_vnd",
            "size",
            "representative",
            "phone",
            "email",
        ]

    association = forms.ModelChoiceField(
        label=gettext_lazy("Association"), queryset=Association.objects.none(), required=False
    )
    field_order = ["association"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        own = Association.objects.visible_to(by)
        if self.instance.pk or len(by.association_codes) == 1:
            del self.fields["association"]
        else:
            self.fields["association"].queryset = own
            self.fields["association"].required = True
        self.fields["industry"].queryset = divisions()
        offer_provinces(self.fields["province"])
        self.access = sharing.access(self.instance, by) if self.instance.pk else sharing.Access()
        for name in self.access.hidden:
            del self.fields[name]
        for name in self.access.locked & set(self.fields):
            self.fields[name].disabled = True

    @property
    def notice(self):
        """Why some boxes are closed, or ''."""
        if not self.access.locked:
            return ""
        return sharing.SHARED if self.access.is_shared else sharing.LOCKED

    def validate_unique(self):
        """Leave known numbers to the service when adding; a change must not take another's number."""
        if self.instance.pk:
            super().validate_unique()

    def chosen_association(self):
        return self.cleaned_data.get("association") or Association.objects.visible_to(self.by).get()

    def values(self):
        """Return the enterprise's own fields that were open, as the services take them."""
        return {
            name: self.cleaned_data[name]
            for name in self.Meta.fields
            if name in self.fields and not self.fields[name].disabled
        }


class EnterpriseChoiceForm(LocalizedForm):
    """An enterprise of a support: one that the association knows, or a new one by tax code and name.

    The list under the first box is a help to typing; what is typed is looked up here, so it works without scripts and
    for any number of enterprises.
    """

    enterprise_text = forms.CharField(
        label=gettext_lazy("Enterprise"),
        required=False,
        max_length=320,
        help_text=gettext_lazy("Type a part of the name or the tax code and choose from the list."),
        widget=forms.TextInput(attrs={"list": "enterprises-offered", "autocomplete": "off"}),
    )
    new_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=300)
    new_tax_code = EnterpriseCodeField(
        label=gettext_lazy("Tax code"),
        required=False,
        help_text=gettext_lazy("10 digits. An enterprise that is registered already is linked, not made twice."),
    )
    new_province = forms.ModelChoiceField(
        label=gettext_lazy("Province"), queryset=Province.objects.none(), required=False
    )
    new_industry = forms.ModelChoiceField(
        label=gettext_lazy("Main industry"), queryset=Industry.objects.none(), required=False
    )

    NEW_FIELDS = ("new_name", "new_tax_code", "new_province", "new_industry")

    def __init__(self, *args, by, association, enterprise=None, **kwargs):
        super().__init__(*args, by=by, association=association, **kwargs)
        if enterprise is not None:
            self.initial.setdefault("enterprise_text", typed_form(enterprise))
        offer_provinces(self.fields["new_province"])
        self.fields["new_industry"].queryset = divisions()

    def offered(self):
        """What the list under the box shows: the association's own enterprises, by name."""
        own = Enterprise.objects.kept().filter(affiliations__association=self.association).order_by("sort_key")
        return [typed_form(enterprise) for enterprise in own[:_OFFERED]]

    @property
    def new_enterprise_fields(self):
        return [self[name] for name in self.NEW_FIELDS]

    @property
    def is_new_enterprise_typed(self):
        """Whether the folded part for a new enterprise must be open."""
        return any(field.value() or field.errors for field in self.new_enterprise_fields)

    def clean(self):
        data = super().clean()
        typed = data.get("enterprise_text", "")
        if typed:
            data["known_enterprise"] = self._find(typed)
        elif not any(data.get(name) or self.errors.get(name) for name in self.NEW_FIELDS):
            self.add_error("enterprise_text", _("Choose an enterprise, or fill in a new one below."))
        else:
            for name in ("new_name", "new_province", "new_industry"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A new enterprise needs this."))
        return data

    def new_enterprise(self):
        """Return what registers the new enterprise."""
        return {name.removeprefix("new_"): self.cleaned_data[name] for name in self.NEW_FIELDS}

    def _find(self, typed):
        """Return the one enterprise meant by ``typed``, or add an error that says which are possible."""
        readable = Enterprise.objects.visible_to(self.by).kept()
        if numbers := _NUMBER.findall(typed):
            found = list(readable.filter(Q(tax_code=numbers[-1]) | Q(personal_number=numbers[-1])))
        else:
            found = list(readable.search(typed)[: _CANDIDATES + 1])
            exact = [enterprise for enterprise in found if fold(enterprise.name) == fold(typed)]
            found = exact or found
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(typed_form(enterprise) for enterprise in found[:_CANDIDATES])
            message = _("Several enterprises fit: %(names)s. Add the tax code.") % {"names": names}
        else:
            message = _("No enterprise of yours fits “%(typed)s”. Empty this box and fill in a new one below.") % {
                "typed": typed
            }
        self.add_error("enterprise_text", message)
        return None


class SupportForm(EnterpriseChoiceForm, EvidenceForm, LocalizedModelForm):
    """One support of a report."""

    evidence_kind = Document.Kind.ACCEPTANCE
    quotas = ("enterprises",)
    unmarked = EvidenceForm.unmarked | {"enterprise_text", *EnterpriseChoiceForm.NEW_FIELDS}
    field_order = ["enterprise_text", *EnterpriseChoiceForm.NEW_FIELDS, "package", "tool", "starts_on", "ends_on"]

    class Meta:
        model = Support
        fields = ["package", "tool", "starts_on", "ends_on", "result"]
        widgets = {"result": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"tool": gettext_lazy("One of the tools that the chosen package lists.")}

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, association=report.agreement.association, **kwargs)
        packages = offer_packages(self, report)
        self.fields["tool"].choices = [_NONE, *self._tools(packages)]

    def _tools(self, packages):
        """Offer the tools of each package, the chosen one's first; all the others only if a package lists none.

        Every tool can be sent: the service knows the rule and says which tools the package has.
        """
        chosen = str(self["package"].value() or "")
        listed = tools_by_package(sorted(packages, key=lambda package: str(package.pk) != chosen))
        groups = [(str(package), tools) for package, tools in listed.items() if tools]
        own = {tool for tools in listed.values() for tool in tools}
        if not all(listed.values()):
            others = self.fields["tool"].queryset.order_by("code")
            groups.append((_("Other tools"), [tool for tool in others if tool not in own]))
        elif self.instance.tool and self.instance.tool not in own:
            groups.append((_("Chosen until now"), [self.instance.tool]))
        return [(name, [(tool.pk, str(tool)) for tool in tools]) for name, tools in groups]

    @property
    def own_fields(self):
        return [self[name] for name in self.Meta.fields]

    def values(self):
        """Return the record's own fields, as the services take them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CourseForm(EvidenceForm, LocalizedModelForm):
    """One course of a report with its trainees, one a line."""

    evidence_kind = Document.Kind.ATTENDANCE
    quotas = ("courses", "trainees")

    trainees = forms.CharField(
        label=gettext_lazy("Trainees"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One person a line: full name; year of birth; tax code of the enterprise. The last two may be left out."
        ),
    )

    class Meta:
        model = TrainingCourse
        fields = [
            "package",
            "title",
            "starts_on",
            "ends_on",
            "hours",
            "place",
            "province",
            "lecturer",
            "declared_trainees",
        ]
        help_texts = {"declared_trainees": gettext_lazy("As on the attendance list; the names go into the box below.")}

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, association=report.agreement.association, **kwargs)
        offer_packages(self, report)
        offer_provinces(self.fields["province"])

    @property
    def own_fields(self):
        return [self[name] for name in self.Meta.fields]

    def values(self):
        """Return the record's own fields, as the services take them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean_trainees(self):
        return parse_trainees(self.cleaned_data["trainees"])

    def clean(self):
        data = super().clean()
        named, declared = data.get("trainees"), data.get("declared_trainees")
        if named is not None and declared is not None and len(named) > declared:
            message = _("%(named)d trainees are named but only %(declared)d declared; correct one of the two.")
            self.add_error("declared_trainees", message % {"named": len(named), "declared": declared})
        return data


class MeasurementForm(LocalizedModelForm):
    """A value before and after one of the report's supports. Sustain checks are entered by staff, months later."""

    evidence_fields = ()  # the papers are those of the support

    class Meta:
        model = Measurement
        fields = [
            "support",
            "name",
            "unit",
            "unit_text",
            "scope",
            "method",
            "measured_by",
            "before",
            "before_on",
            "after",
            "after_on",
        ]
        help_texts = {
            "name": gettext_lazy("For instance labour productivity, share of faulty products, time to change over."),
            "unit": gettext_lazy("A share is in percent (%); a difference of two shares is in percentage points."),
            "unit_text": gettext_lazy("Only for another unit, for instance kg per hour."),
            "measured_by": gettext_lazy("The person or organisation that measured."),
        }

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            if self.initial.get(name) is not None:
                self.initial[name] = plain_number(self.initial[name])
        self.fields["support"].queryset = report.supports.select_related("enterprise", "package").order_by("pk")

    @property
    def own_fields(self):
        return [self[name] for name in self.Meta.fields]

    def values(self):
        """Return the record's own fields, as the services take them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def typed_form(enterprise):
    """Return how an enterprise is written in the box: its name and the number that tells it from others."""
    number = enterprise.tax_code or enterprise.personal_number
    return f"{enterprise.name} – {number}" if number else enterprise.name


def packages_of(report):
    return SolutionPackage.objects.filter(agreement=report.agreement_id)


def offer_packages(form, report):
    """Let ``form`` offer the packages of the report's agreement, the only one under way chosen; return them."""
    form.fields["package"].queryset = packages_of(report)
    packages = list(quotas.with_planned(packages_of(report)))
    form.fields["package"].choices = [_NONE, *((package.pk, str(package)) for package in packages)]
    running = [package for package in packages if package.status == SolutionPackage.Status.RUNNING]
    if len(running) == 1 and form.instance.pk is None:
        form.initial.setdefault("package", running[0].pk)
    if form.instance.pk is None and form.instance.replaces_id is None:
        form.quota_notices = [words for package in packages for words in quotas.full(package, form.quotas)]
    return packages


def divisions():
    return Industry.objects.filter(level=Industry.Level.DIVISION)


def offer_provinces(field):
    """Let ``field`` offer the 63 units, the catalogue under which the ledger keeps its figures."""
    field.queryset = Province.objects.of_catalogue(Province.Catalogue.BEFORE_2025)
