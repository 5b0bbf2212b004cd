"""The agreement itself, from the terms with which it went in force; annexes change it by documents of their own."""

import datetime as dt

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from associations.models import Funding
from associations.terms import terms_of
from common.official.amounts import in_words
from common.official.documents import Column, OfficialDocument, Paragraph, Table, articles, day_in_words, paragraphs
from common.text import capitalise
from portal.official import parties

related = (
    "association",
    "project__programme",
    "programme_authority",
    "association_authority",
)


def describe(agreement):
    """Return the ``OfficialDocument`` of ``agreement``; call it with Vietnamese switched on."""
    first = agreement.versions.order_by("number").first()
    terms = first.terms if first else terms_of(agreement)
    kind = parties.kind_of(agreement)
    number = agreement.number
    mark = parties.mark_of(agreement, number)
    return OfficialDocument(
        agencies=(parties.agency(), agreement.association.name_vi),
        kind=kind,
        subject=subject_of(terms["values"]["title"], kind, agreement.get_kind_display()),
        number="" if mark else number,
        mark=mark,
        place=parties.place(),
        day=parties.agreed_on(agreement),
        body=[
            *parties.grounds(agreement),
            Paragraph(_("Both sides:")),
            *parties.sides(agreement),
            Paragraph(_("agree on the following articles:")),
            *articles(_articles(terms, kind)),
        ],
        signatures=parties.signatures(agreement),
        recipients=parties.recipients(),
    )


def subject_of(title, *kinds):
    """Return ``title`` without the kind of document that it may begin with: that stands above it."""
    for kind in kinds:
        if title.lower().startswith(f"{kind.lower()} "):
            return capitalise(title[len(kind) :].strip())
    return title


def _articles(terms, kind):
    values, parts = terms["values"], terms["parts"]
    return [
        (_("Purpose and scope"), [*paragraphs(values["summary"]), *_framework(values)]),
        (_("Term"), [_term(values)]),
        (_("Solution packages"), _packages(parts["packages"])),
        (_("Deliverables and dates"), _milestones(parts["milestones"], parts["funding"])),
        (_("Money"), _money(parts["funding"])),
        (_("General provisions"), _provisions(kind)),
    ]


def _framework(values):
    labels = (("project", _("Project: %(name)s.")), ("task", _("Task: %(name)s.")))
    return [Paragraph(label % {"name": values[name]["label"]}) for name, label in labels if values[name]]


def _term(values):
    words = {name: day_in_words(dt.date.fromisoformat(values[f"{name}_on"])) for name in ("starts", "ends")}
    return Paragraph(_("From %(starts)s to the end of %(ends)s.") % words)


def _packages(packages):
    if not packages:
        return []
    columns = (
        _number(),
        Column(_("Package"), 58),
        Column(_("Term"), 30, "centre"),
        Column(_("Enterprises"), 20, "right"),
        Column(_("Courses"), 18, "right"),
        Column(_("Trainees"), 22, "right"),
    )
    rows = []
    for number, package in enumerate(packages, start=1):
        values = package["values"]
        counts = [localize(values[f"quota_{name}"]) for name in ("enterprises", "courses", "trainees")]
        rows.append([str(number), f"{values['name']} ({values['code']})", _days(values), *counts])
    contents = [block for package in packages for block in _content(package)]
    return [Paragraph(_("Party B delivers these solution packages to enterprises:")), Table(columns, rows), *contents]


def _number():
    return Column(pgettext("row of a table", "No."), 12, "centre")


def _days(values):
    return " –\n".join(day(values[name]) for name in ("starts_on", "ends_on"))


def day(text):
    """Write a day of terms, kept as YYYY-MM-DD, as tables do."""
    return f"{dt.date.fromisoformat(text):%d/%m/%Y}"


def _content(package):
    """Say what a package is and what its steps are, in their order."""
    values, items = package["values"], package["parts"]["items"]
    steps = "; ".join(f"({number}) {_step(item['values'])}" for number, item in enumerate(items, start=1))
    if steps:
        yield Paragraph(_("Content of the package %(code)s: %(steps)s.") % {"code": values["code"], "steps": steps})
    yield from paragraphs(values["description"])


def _step(values):
    words = values["tool"]["label"] if values["tool"] else values["training"]
    if values["hours"]:
        words = _("%(training)s, %(hours)s hours") % {"training": words, "hours": values["hours"]}
    return words


def _milestones(milestones, funding):
    if not milestones:
        return []
    columns = (
        _number(),
        Column(_("Deliverable"), 48),
        Column(pgettext("deliverable", "Due on"), 28, "centre"),
        Column(_("Money by source (VND)"), 72),
    )
    rows = []
    for number, milestone in enumerate(milestones, start=1):
        values = milestone["values"]
        amounts = amounts_by_source(funding, milestone["key"])
        money = "\n".join(f"{label}: {localize(amount)}" for label, amount in amounts) or "–"
        rows.append([str(number), values["title"], day(values["due_on"]), money])
    return [Paragraph(_("Party B hands these over to Party A for acceptance:")), Table(columns, rows)]


def amounts_by_source(funding, milestone=None):
    """Return ``[(source, amount)]`` of the funding of terms; with ``milestone``, a key, only of what names it."""
    amounts = {}
    for line in funding:
        values = line["values"]
        key = str(values["milestone"]["pk"]) if values["milestone"] else None
        if milestone in (None, key):
            amounts[values["source"]] = amounts.get(values["source"], 0) + values["amount_vnd"]
    return [(capitalise(source.label), amounts[source]) for source in Funding.Source if source in amounts]


def money_table(amounts):
    """Return the blocks of money by source with its sum, in digits and in words."""
    total = sum(amount for _label, amount in amounts)
    columns = (
        _number(),
        Column(_("Source"), 92),
        Column(_("Amount (VND)"), 56, "right"),
    )
    rows = [[str(number), label, localize(amount)] for number, (label, amount) in enumerate(amounts, start=1)]
    words = Paragraph(_("In words: %(amount)s.") % {"amount": in_words(total)}, "ground")
    return [Table(columns, [*rows, ["", _("Sum"), localize(total)]], has_sum=True), words]


def _money(funding):
    if not funding:
        return [Paragraph(_("No money is agreed on."))]
    return [Paragraph(_("The money planned, by source:")), *money_table(amounts_by_source(funding))]


def _provisions(kind):
    words = {"kind": kind}
    return [
        Paragraph(_("1. What is changed or added is agreed on by an annex that both sides sign.")),
        Paragraph(_("2. This %(kind)s is made in two copies of the same force; each side keeps one.") % words),
    ]
