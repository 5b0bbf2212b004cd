"""Components of pages. The gallery at /components/ shows each of them.

Blocks:    {% card title=… note=… %}…{% endcard %}      {% page_head title=… sentence=… %}actions{% endpage_head %}
           {% table caption=… %}rows{% endtable %}       {% facts %}{% fact label=… %}…{% endfact %}{% endfacts %}
Single:    {% tag text tone %}  {% status row %}  {% figure value unit=… url=… label=… %}  {% meter value target … %}
           {% empty text url=… label=… %}  {% pages page %}  {% filter_panel form %}  {% crumbs "label" url … "label" %}
           {% document row %}
"""

from django import template
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from common.text import capitalise
from common.tones import tone_of

register = template.Library()


# --- Blocks ---------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content, title="", note="", heading_id="", classes=""):
    """A section on paper with a title and, below it in grey, one sentence."""
    return format_html(
        '<section class="card {}"{}>{}{}{}</section>',
        classes,
        format_html(' aria-labelledby="{}"', heading_id) if heading_id else "",
        format_html("<h2{}>{}</h2>", format_html(' id="{}"', heading_id) if heading_id else "", title) if title else "",
        format_html('<p class="muted small">{}</p>', note) if note else "",
        content,
    )


@register.simple_block_tag
def page_head(content, title, sentence="", status=""):
    """The page's only h1, the sentence that says what the page shows, and its actions."""
    return render_to_string(
        "components/page_head.html",
        {"title": title, "sentence": sentence, "status": status, "actions": content if content.strip() else ""},
    )


@register.simple_block_tag
def table(content, caption="", classes=""):
    """A calm table. On a small screen its rows stack: each ``td`` but the first has ``data-label``, its column."""
    caption = format_html("<caption>{}</caption>", caption) if caption else ""
    return format_html(
        '<div class="table-wrap"><table class="table stacked labelled {}">{}{}</table></div>', classes, caption, content
    )


@register.simple_block_tag
def facts(content):
    """A definition list of ``{% fact %}``."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content, label):
    """One label and its value; a value that is empty shows a dash."""
    return format_html("<dt>{}</dt><dd>{}</dd>", capitalise(label), content if content.strip() else "–")


# --- Single ---------------------------------------------------------------------------------------


@register.simple_tag
def tag(text, tone="neutral"):
    """Words on a tint. Tones: good, attention, primary, neutral."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, capitalise(text))


@register.simple_tag
def status(row, field="status"):
    """The status of a model row as a tag; ``common.tones`` says which tone a code has."""
    return status_tag(getattr(row, field), getattr(row, f"get_{field}_display")())


def status_tag(code, label):
    return format_html('<span class="tag tag-{}">{}</span>', tone_of(code), capitalise(label))


@register.simple_tag
def figure(value, unit="", url="", label="", title=""):
    """A large number; a link to what it counts when ``url`` is given, with the bare value. None is shown as a dash."""
    shown = "–" if value is None else localize(value)
    number = format_html('<a href="{}" data-value="{}"{}>{}</a>', url, value, _title(title), shown) if url else shown
    return format_html(
        '{}<div><span class="figure-value">{}</span>{}</div>',
        format_html('<div class="figure-label">{}</div>', label) if label else "",
        number,
        format_html(' <span class="figure-unit">{}</span>', unit) if unit else "",
    )


def _title(text):
    return format_html(' title="{}"', text) if text else ""


@register.inclusion_tag("components/meter.html")
def meter(value, target, pace=None, label=""):
    """How far ``value`` is towards ``target``, with a mark where it should be today (``pace``, in the same unit).

    Drawn as SVG attributes, because the security policy forbids inline styles. Say the same in words beside it.
    """
    done = _percent(value, target)
    mark = None if pace is None else _percent(pace, target)
    return {"done": done, "mark": mark, "is_late": mark is not None and done < mark, "label": label}


def _percent(value, target):
    """Return the share in percent between 0 and 100, one decimal, as SVG reads it whatever the language."""
    if not target:
        return 0.0
    return round(min(max(float(value or 0) / float(target), 0), 1) * 100, 1)


@register.inclusion_tag("components/empty.html")
def empty(text, url="", label=""):
    """What a reader sees instead of rows: why there are none and what he can do."""
    return {"text": text, "url": url, "label": label}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context, page, parameter="page", anchor="", label=""):
    """Links to the pages of a paginator's ``page``; other parameters of the address stay.

    Where a page has several lists, ``anchor`` is the place of this one and ``label`` what it holds.
    """
    query = context["request"].GET.copy()

    def url(number):
        query[parameter] = number
        return f"?{query.urlencode()}{anchor and '#'}{anchor}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "label": label,
        "numbers": [(number, "" if number == page.paginator.ELLIPSIS else url(number)) for number in numbers],
        "previous": url(page.previous_page_number()) if page.has_previous() else "",
        "next": url(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/filter_panel.html", takes_context=True)
def filter_panel(context, form, submit=""):
    """The form of a GET filter. On a small screen it folds into a button that says how many filters are set."""
    request = context["request"]
    return {
        "form": form,
        "set_count": sum(any(request.GET.getlist(name)) for name in form.fields),
        "order": request.GET.get("order", ""),
        "path": request.path,
        "submit": submit or _("Filter"),
    }


@register.simple_tag
def crumbs(*parts):
    """Where this page stands: ``label, url, label, url …, label``; the last is this page."""
    links = [
        format_html('<a href="{}">{}</a>', url, label) for label, url in zip(parts[::2], parts[1::2], strict=False)
    ]
    if len(parts) % 2:
        links.append(format_html('<span aria-current="page">{}</span>', parts[-1]))
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>',
        _("Where you are"),
        format_html_join("", "<li>{}</li>", ((link,) for link in links)),
    )


@register.inclusion_tag("components/document.html")
def document(row):
    """A link to a document of evidence with number, date, size and the start of its fingerprint."""
    return {"document": row}
