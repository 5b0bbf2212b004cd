"""The minutes of acceptance of a deliverable: who, what, the money by source, the conclusion."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from associations.annexes import version_on
from associations.models import Acceptance
from associations.terms import terms_of
from common.official.documents import (
    BLANK,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    day_in_words,
    paragraphs,
)
from portal.official import parties
from portal.official.agreements import amounts_by_source, day, money_table

related = (
    "milestone__agreement__association",
    "deliverable",
    "document",
    "delivered_by",
    "decided_by",
)


def describe(acceptance):
    """Return the ``OfficialDocument`` of ``acceptance``; call it with Vietnamese switched on.

    What waits for the decision gives a draft for the panel; a refused delivery has no minutes, so ask
    ``has_minutes`` first.
    """
    is_accepted = acceptance.outcome == Acceptance.Outcome.ACCEPTED
    terms = _terms(acceptance)
    agreed = _agreed(acceptance.milestone, terms)
    return OfficialDocument(
        above=parties.agency_above(),
        agencies=(parties.agency(),),
        kind=pgettext("official document", "Minutes"),
        subject=_("Acceptance of the deliverable “%(title)s”") % {"title": agreed["title"]},
        number=acceptance.document.number if is_accepted else "",
        mark="" if is_accepted else _("DRAFT"),
        place=parties.place(),
        day=acceptance.held_on,
        body=_body(acceptance, terms, agreed),
        signatures=[
            Signature(_("FOR THE DELIVERING SIDE"), "", _deliverer(acceptance), _("(signature, full name)")),
            Signature(_("FOR THE ACCEPTANCE PANEL"), "", "", _("(signature, full name)")),
        ],
        recipients=(acceptance.milestone.agreement.association.name_vi, parties.for_the_file()),
    )


def has_minutes(acceptance):
    return acceptance.outcome != Acceptance.Outcome.REFUSED


def _deliverer(acceptance):
    """Staff record what came on paper; then the person who delivered is not known."""
    person = acceptance.delivered_by
    return person.full_name if person.acts_for_association else ""


def _body(acceptance, terms, agreed):
    milestone, agreement = acceptance.milestone, acceptance.milestone.agreement
    amounts = amounts_by_source(terms["parts"]["funding"], str(milestone.pk))
    parts = [
        (_("Grounds"), [Paragraph(f"{parties.named(agreement)}.")]),
        (_("Time and persons"), _persons(acceptance)),
        (_("What was delivered"), _delivered(acceptance, agreed)),
        (_("Money of the deliverable, by source"), money_table(amounts) if amounts else [_no_money()]),
        (_("Conclusion"), paragraphs(acceptance.conclusion) or [Paragraph(BLANK)]),
    ]
    blocks = []
    for number, (title, inside) in enumerate(parts, start=1):
        blocks += [Heading(f"{number}. {title}"), *inside]
    return blocks


def _terms(acceptance):
    """What held on the day of the minutes: an annex after it does not change what was accepted."""
    agreement = acceptance.milestone.agreement
    version = version_on(agreement, acceptance.held_on) if acceptance.held_on else None
    return version.terms if version else terms_of(agreement)


def _agreed(milestone, terms):
    rows = (row["values"] for row in terms["parts"]["milestones"] if row["key"] == str(milestone.pk))
    return next(rows, {"title": milestone.title, "due_on": milestone.due_on.isoformat()})


def _persons(acceptance):
    association = acceptance.milestone.agreement.association
    blocks = [
        Paragraph(_("Held on %(day)s.") % {"day": day_in_words(acceptance.held_on)}),
        Paragraph(_("Accepting side: %(name)s.") % {"name": parties.agency()}),
        Paragraph(_("Delivering side: %(name)s.") % {"name": association.name_vi}),
        Paragraph(_("Acceptance panel:")),
        *([Paragraph(f"- {line.text.lstrip('- ')}") for line in paragraphs(acceptance.panel)] or [Paragraph(BLANK)]),
    ]
    if acceptance.decided_by:
        name = acceptance.decided_by.full_name
        blocks.append(Paragraph(_("Result recorded by: %(name)s.") % {"name": name}))
    return blocks


def _delivered(acceptance, agreed):
    handed = timezone.localdate(acceptance.delivered_at)
    words = {"title": agreed["title"], "due_on": day(agreed["due_on"]), "round": acceptance.round}
    return [
        Paragraph(_("Deliverable: %(title)s; due on %(due_on)s.") % words),
        Paragraph(
            _("Delivery %(round)d, %(day)s, recorded by %(name)s:")
            % (words | {"day": day_in_words(handed), "name": acceptance.delivered_by.full_name})
        ),
        *paragraphs(acceptance.note),
        Paragraph(_("File: %(document)s.") % {"document": acceptance.deliverable}, "fact"),
        Paragraph(_("Fingerprint of the file (SHA-256): %(hash)s.") % {"hash": acceptance.deliverable.sha256}, "fact"),
    ]


def _no_money():
    return Paragraph(_("No money is agreed on."))
