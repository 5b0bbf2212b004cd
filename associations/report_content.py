"""What a report says, as plain JSON: frozen when it is sent and accepted, compared between rounds, printed.

Content holds words and figures as they read, in the programme's language, so that it needs no other record to be shown
again. Persons stand in it by the fingerprint of their keys in the ledger only: their names can be erased.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from associations.models import PeriodicReport, ReportVersion, TakenBack
from associations.sections import Contents, sections_of
from common.text import capitalise, plain_number, squeeze
from programme.models import Document, LedgerHead

HEAD = ("agreement.association", "agreement", "report_type", "period_starts_on", "period_ends_on")
OF_CORRECTION = ("corrects", "correction_number", "cause")
TEXTS = ("narrative", "difficulties", "proposals", "document")
OF_TEXTS = "report"  # where a remark or a change is on one of these, instead of a section


@dataclass(frozen=True, slots=True)
class Change:
    """One value that two contents do not agree on; ``old`` or ``new`` is '' where there was none."""

    section: str
    line: str
    line_label: str
    field: str
    label: str
    old: str
    new: str


def content_of(report, contents=None, lines=None):
    """Return what ``report`` says now as plain JSON: its head, texts, every section line by line, what it would count.

    ``contents`` are its records and ``lines`` what its sections would post, where the caller has them. A value is
    ``{"field", "label", "value", "sha256"}``; ``sha256`` is the fingerprint of a paper or of a list of persons, or ''.
    """
    contents = Contents(report) if contents is None else contents
    lines = contents.lines() if lines is None else lines
    with override(settings.LANGUAGE_CODE):
        return {
            "title": str(report),
            "head": labelled(report, *HEAD, *(OF_CORRECTION if report.is_correction else ())),
            "texts": labelled(report, *TEXTS),
            "sections": [
                {
                    "code": section.code,
                    "title": capitalise(str(section.title)),
                    "lines": lines_of(section, contents[section.code]),
                }
                for section in sections_of(report)
            ],
            "figures": figures_of(lines),
        }


def changes_nothing(contents):
    """Whether a correction says what the report it corrects says: each record taken back stands in it unchanged again.

    The words of an accepted report are corrected by other words.
    """
    report = contents.report
    texts = {said for said in _plain(labelled(report, *TEXTS)) if said[1]}
    if texts - set(_plain(labelled(report.corrects, *TEXTS))):
        return False
    back, added = Counter(), Counter()
    for section in sections_of(report):
        for row in contents[section.code]:
            if isinstance(row, TakenBack):
                back[row.section, _plain(told(row))] += 1
            else:
                added[section.code, _plain(lines_of(section, [row])[0]["values"])] += 1
    return back == added


def says_the_same(old, new):
    """Whether two contents say the same: white space apart, in whatever order, recorded once or deleted and anew."""
    return _said(old) == _said(new)


def _said(content):
    lines = ((section["code"], _plain(line["values"])) for section in content["sections"] for line in section["lines"])
    return _plain(content["texts"]), Counter(lines)


def _plain(values):
    return tuple((item["field"], squeeze(item["value"]), item["sha256"]) for item in values)


def told(row):
    """Return what the record says that ``row`` (``TakenBack``, as its section gives it) takes back."""
    return lines_of(row.of, [row.record])[0]["values"]


def figures_of(lines):
    """Return what ledger ``lines`` add up to, an indicator each: entries, quantity, subjects counted once."""
    found = {}
    for line in lines:
        found.setdefault(line.indicator, []).append(line)
    return [
        {
            "indicator": indicator.code,
            "name": str(indicator.name),
            "entries": len(of_it),
            "quantity": sum(line.quantity for line in of_it),
            "subjects": len({line.subject for line in of_it}),
        }
        for indicator, of_it in found.items()
    ]


def fingerprint(content):
    """Return the SHA-256 (hex) over ``content`` as canonical JSON: keys in order, no idle space, UTF-8."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lines_of(section, rows):
    """Return what ``rows`` of ``section`` say; a section without ``content`` of its own tells every column of them."""
    if hasattr(section, "content"):
        return section.content(rows)
    return [line_of(row, labelled(row, *_columns(row))) for row in rows]


def _columns(row):
    kept_out = {"id", "report", "status", "replaces", "is_demonstration", "folded"}
    return [field.name for field in row._meta.concrete_fields if field.name not in kept_out]


def line_of(row, values, key=None):
    """Return one line of a section as content holds it; ``key`` tells it from others, else the record's own."""
    return {"line": str(key or row.pk), "label": str(row), "values": values}


def labelled(row, *paths):
    """Return the values of ``paths`` (fields of ``row``, or of what it points to: ``enterprise.tax_code``)."""
    return [_labelled(row, path) for path in paths]


def value(field, label, words, sha256=""):
    """Return one value as content holds it."""
    return _value(field, capitalise(str(label)), words, sha256)


def _value(field, label, words, sha256):
    return {"field": field, "label": label, "value": str(words), "sha256": sha256}


def persons(field, label, keys):
    """Return a value that says how many persons ``keys`` are and, by a fingerprint, which, without any name."""
    keys = sorted(keys)
    return value(field, label, localize(len(keys)), hashlib.sha256("\n".join(keys).encode()).hexdigest())


def _labelled(row, path):
    *above, name = path.split(".")
    for step in above:
        row = getattr(row, step)
    held = getattr(row, name)
    words = getattr(row, f"get_{name}_display")() if hasattr(row, f"get_{name}_display") else _words(held)
    sha256 = held.sha256 if isinstance(held, Document) else ""
    return _value(path, _label(type(row), name, get_language()), words, sha256)


@lru_cache(maxsize=1_000)
def _label(model, name, language):
    """The name of a field in ``language``, the active one; a report says it for each of hundreds of rows."""
    return capitalise(str(model._meta.get_field(name).verbose_name))


def _words(held):
    if held is None:
        return ""
    if isinstance(held, bool):
        return _("yes") if held else _("no")
    if isinstance(held, date):
        return date_format(held, "SHORT_DATE_FORMAT")
    if isinstance(held, (int, Decimal)):
        return localize(plain_number(held))
    return held if isinstance(held, str) else str(held)


def freeze(report, kind, by, content, **past):
    """Keep ``content`` as the next version of ``report`` and return it; the report is locked by the caller.

    ``past`` (round, position in the ledger, moment) is only for the demonstration set, which replays years.
    """
    numbers = report.versions.order_by("-number").values_list("number", flat=True)
    return ReportVersion.objects.create(
        report=report,
        number=(numbers.first() or 0) + 1,
        kind=kind,
        content=content,
        hash=fingerprint(content),
        by=by,
        **{
            "round": report.round,
            "ledger_sequence": LedgerHead.objects.values_list("sequence", flat=True).first() or 0,
            "at": timezone.now(),
        }
        | past,
    )


def differences(old, new):
    """Return every ``Change`` from one content to another: texts first, then line by line in the order of the page."""
    found = list(_changed(OF_TEXTS, "", "", old["texts"], new["texts"]))
    before = {(section["code"], line["line"]): line for section in old["sections"] for line in section["lines"]}
    for section in new["sections"]:
        for line in section["lines"]:
            was = before.pop((section["code"], line["line"]), None)
            found += _changed(
                section["code"], line["line"], line["label"], was["values"] if was else (), line["values"]
            )
    for (code, key), line in before.items():
        found += _changed(code, key, line["label"], line["values"], ())
    return found


def changed_values(old, new):
    """Yield every ``Change`` from the values of one record to those of another."""
    yield from _changed("", "", "", old, new)


def _changed(section, line, line_label, old, new) -> Iterable[Change]:
    was = {item["field"]: item for item in old}
    now = {item["field"]: item for item in new}
    for field in {**was, **now}:
        before, after = was.get(field), now.get(field)
        if (before and _same(before)) != (after and _same(after)):
            label = (after or before)["label"]
            yield Change(section, line, line_label, field, label, shown(before, after), shown(after, before))


def _same(item):
    return item["value"], item["sha256"]


def shown(item, other=None):
    """Return a value in words; with the start of its fingerprint where only that tells it from ``other``."""
    if item is None:
        return ""
    if other and other["value"] == item["value"] and item["sha256"] not in ("", other["sha256"]):
        return f"{item['value']} ({item['sha256'][:12]}…)"
    return item["value"]


def values_of(content):
    """Return ``{(section, line, field): value}`` of ``content``, to look single cells up."""
    texts = {(OF_TEXTS, "", item["field"]): item for item in content["texts"]}
    return texts | {
        (section["code"], line["line"], item["field"]): item
        for section in content["sections"]
        for line in section["lines"]
        for item in line["values"]
    }


def version_differences():
    """Yield one sentence (English, for the operator) for every frozen version that is not what it must be."""
    last = {}
    for version in ReportVersion.objects.order_by("report_id", "number").iterator(chunk_size=200):
        if version.number != last.get(version.report_id, 0) + 1:
            yield f"report {version.report_id}: version {last.get(version.report_id, 0) + 1} is missing"
        last[version.report_id] = version.number
        if fingerprint(version.content) != version.hash:
            yield f"report {version.report_id}, version {version.number}: its content does not match its hash"
    settled = PeriodicReport.objects.filter(status=PeriodicReport.Status.ACCEPTED)
    kept = ReportVersion.objects.filter(kind=ReportVersion.Kind.ACCEPTANCE).values("report")
    sent = settled.filter(versions__kind=ReportVersion.Kind.SUBMISSION).exclude(pk__in=kept).distinct()
    for pk in sent.order_by("pk").values_list("pk", flat=True):
        yield f"report {pk}: the version of its acceptance is missing"
    accepted = PeriodicReport.objects.filter(versions__kind=ReportVersion.Kind.ACCEPTANCE, posting__isnull=False)
    rows = accepted.values_list("pk", "posting_id", "versions__ledger_sequence", "versions__kind")
    for pk, posting, sequence, kind in rows:
        if kind == ReportVersion.Kind.ACCEPTANCE and posting != sequence:
            yield f"report {pk}: accepted by posting {posting}, its version says {sequence}"
