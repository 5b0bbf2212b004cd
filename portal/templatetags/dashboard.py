"""Numbers that open their rows, and how targets, pace and announced figures are written."""

from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext as _

from common.text import plain_number
from portal import headlines, reference_lists

register = template.Library()


@register.simple_tag
def count(value, url=""):
    """A number; a link to its rows where there is an address. Charts and tests read the bare value."""
    if value is None:
        return "–"
    if not url:
        return format_html('<data value="{}">{}</data>', value, localize(value))
    return format_html('<a href="{}" data-value="{}">{}</a>', url, value, localize(value))


@register.simple_tag
def trimmed(value):
    """A decimal without idle zeros: 4.000 and 43,5."""
    return "–" if value is None else localize(plain_number(value))


@register.simple_tag
def unit_of(unit):
    """A unit as it follows a number: 60% but 60.000 doanh nghiệp."""
    return _after(unit)


def _after(unit):
    return unit if str(unit).startswith("%") else f" {unit}"


@register.simple_tag
def announced(row, with_unit=True):
    """An announced value with its qualifier's sign and the source's unit: ≈ 9.500 doanh nghiệp."""
    return format_html(
        '<span class="announced" title="{}">{}{}</span><span class="muted">{}</span>',
        row.wording or row.get_qualifier_display(),
        f"{row.sign} " if row.sign else "",
        localize(plain_number(row.value)),
        _after(row.unit or row.indicator.unit) if with_unit else "",
    )


@register.filter
def cut_off(row):
    return headlines.cut_off(row)


@register.simple_tag
def province_options(chosen):
    return reference_lists.options(reference_lists.provinces(), chosen)


@register.simple_tag
def industry_options(chosen):
    return reference_lists.options(reference_lists.industries(), chosen)


@register.simple_tag
def dashboard_url(selection, **changes):
    """The dashboard for ``selection`` with ``changes``."""
    return f"{reverse('portal:dashboard')}?{selection.query(**changes)}"


@register.simple_tag
def unchecked():
    """The mark of a number that nobody compared with the original document."""
    return format_html('<span class="unchecked">{}</span>', _("not checked against the original"))


@register.filter
def source_link(text):
    """A source as a reader can use it: an address becomes a link with the site's name, other text stays."""
    parts = urlsplit(text)
    if parts.scheme in ("http", "https"):
        return format_html('<a href="{}" rel="noreferrer">{}</a>', text, parts.hostname)
    return text
