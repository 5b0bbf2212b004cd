"""How every form looks, and how it reads dates and numbers."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from common.text import capitalise

_DAY = re.compile(r"\s*[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}\s*")
_SELECTS = (forms.Select, forms.SelectMultiple)
_CHOICES = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class PortalBoundField(BoundField):
    """Gives the widgets of every form Bootstrap's classes; dates show how they are typed.

    A date stays a text box: the browser's own would follow the browser's language instead of the page's.
    """

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        attrs["class"] = " ".join(filter(None, [widget.attrs.get("class"), attrs.get("class"), self._classes(widget)]))
        if type(widget) is forms.DateInput:
            attrs.setdefault("placeholder", _("dd/mm/yyyy"))
            attrs.setdefault("autocomplete", "off")
            attrs.setdefault("maxlength", 10)
        return attrs

    def _classes(self, widget):
        if isinstance(widget, _CHOICES):
            kind = "form-check-input"
        elif isinstance(widget, _SELECTS):
            kind = "form-select"
        elif isinstance(widget, (forms.widgets.Input, forms.Textarea)) and not isinstance(widget, forms.HiddenInput):
            kind = "form-control"
        else:
            return ""
        return f"{kind} is-invalid" if self.errors else kind

    @property
    def is_checkbox(self):
        """Whether the label stands behind the box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_marked_optional(self):
        """Whether the label says that the box may stay empty; what has no mark is needed."""
        unmarked = getattr(self.form, "unmarked", None)
        return unmarked is not None and not (self.field.required or self.field.disabled or self.name in unmarked)


class PortalRenderer(TemplatesSetting):
    """Renders ``{{ form }}`` with an error summary that links to the fields, and ``as_field_group`` our way."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField

    def render(self, template_name, context, request=None):
        if template_name == forms.TextInput.template_name:
            return _box(context["widget"])
        if template_name == forms.Select.template_name:
            context = context | {"options": _options(context["widget"]["optgroups"])}
        return super().render(template_name, context, request)


def _box(widget):
    """Return a text box. Drawn here, as options are: a report that is returned has two for each of its lines."""
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, flatatt(widget["attrs"])
    )


def _options(groups):
    """Return the options of a select box. Drawn here: a template an option was half the time of a list page.

    HTML lets the end of an option be left out.
    """
    return format_html_join("", "{}", ((_group(name, options),) for name, options, _index in groups))


def _group(name, options):
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}',
        (
            (option["value"], flatatt(option["attrs"]) if option["attrs"] else "", capitalise(option["label"]))
            for option in options
        ),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def localize_fields(form):
    """Make the form read and show dates and numbers in the reader's language: 1.234.567 and 07/06/2017."""
    for name, field in form.fields.items():
        if isinstance(field, (forms.IntegerField, forms.DateField, forms.DateTimeField)):
            if isinstance(field.widget, forms.NumberInput):
                field.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
            field.localize = True
            field.widget.is_localized = not name.endswith("year")  # 2017 is no amount: never 2.017


def unknown_day(typed):
    """Return the ``ValidationError`` for a text that is no day: one that the calendar lacks, or something else."""
    if _DAY.fullmatch(str(typed)):
        words = _("There is no %(day)s in the calendar: write the day as dd/mm/yyyy, for instance 07/06/2017.")
    else:
        words = _("“%(day)s” is not a day: write it as dd/mm/yyyy, for instance 07/06/2017.")
    return ValidationError(words, code="invalid", params={"day": str(typed).strip()})


class DayField(forms.DateField):
    """A day, refused by a sentence that says what was typed."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise unknown_day(value) from error


class OurForm:
    """Goes before Django's form. Optional boxes are marked, except the ``unmarked``: of those some other is needed."""

    unmarked: frozenset[str] | None = frozenset()  # None: nothing is marked

    def add_error(self, field, error):
        is_day = field is not None and isinstance(self.fields.get(field), forms.DateField)
        if is_day and getattr(error, "code", "") == "invalid":
            error = unknown_day(self[field].data)
        super().add_error(field, error)


class LocalizedForm(OurForm, forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        localize_fields(self)


class LocalizedModelForm(OurForm, forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        localize_fields(self)
