"""Who the two sides of an agreement are in its documents, on what grounds they act, and who signs."""

import re

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.official.documents import BLANK, Paragraph, Signature, day_in_words
from portal.reference_lists import MAIN_PROGRAMME
from programme.models import Programme


def agency():
    """Return the name of the agency that runs the programme; an agency that was renamed is set, not programmed."""
    return settings.AGENCY_NAME or _("Directorate for Standards, Metrology and Quality")


def agency_above():
    """Return the name of the ministry that the agency belongs to."""
    return settings.AGENCY_ABOVE or _("Ministry of Science and Technology")


def place():
    """Return where the agency's documents are dated."""
    return settings.AGENCY_PLACE or _("Ha Noi")


def kind_of(agreement):
    """Return what the document of ``agreement`` is called, with a large first letter."""
    return {
        "memorandum": pgettext("official document", "Memorandum of understanding"),
        "agreement": pgettext("official document", "Agreement"),
        "contract": pgettext("official document", "Contract"),
    }[agreement.kind]


def agreed_on(agreement):
    """Return the day of the agreement: when the second side signed; None before that."""
    days = (agreement.programme_signed_on, agreement.association_signed_on)
    return max(days) if all(days) else None


def named(agreement):
    """Name the agreement as other documents refer to it: kind, number, day; its title while it has no number."""
    words = {"kind": kind_of(agreement), "number": agreement.number, "title": agreement.title}
    if not agreement.number:
        return _("%(kind)s “%(title)s”") % words
    if agreed_on(agreement) is None:
        return _("%(kind)s No. %(number)s") % words
    words["day"] = day_in_words(agreed_on(agreement))
    return _("%(kind)s No. %(number)s %(day)s") % words


def grounds(agreement):
    """Return the decisions that the agreement stands on, of the programme and of its project."""
    project = agreement.project
    programme = project.programme if project else Programme.objects.filter(code=MAIN_PROGRAMME).first()
    sentences = [_decision(row) for row in (programme, project) if row is not None and row.decision]
    sentences.append(_("In view of the needs and abilities of both sides."))
    return [Paragraph(sentence, "ground") for sentence in sentences]


def _decision(row):
    """One ground; the symbol of a decision says who took it (QĐ-TTg: the Prime Minister)."""
    words = {"number": re.sub(r"^\D+(?=\d)", "", row.decision), "name": getattr(row, "name_vi", "") or row.name}
    words["day"] = day_in_words(row.decided_on) if row.decided_on else ""
    if row.decision.endswith("-TTg"):
        sentence = _("Pursuant to Decision No. %(number)s %(day)s of the Prime Minister approving “%(name)s”;")
    else:
        sentence = _("Pursuant to Decision No. %(number)s %(day)s approving “%(name)s”;")
    return (sentence % words).replace("  ", " ")


def sides(agreement, on=None):
    """Return who the two sides are: name, address and who stands for each; see ``signatory`` for ``on``."""
    association = agreement.association
    blocks = [Paragraph(_("PARTY A: %(name)s") % {"name": agency()}, "party")]
    blocks += _represented(agreement, "programme", on)
    blocks.append(Paragraph(_("PARTY B: %(name)s") % {"name": association.name_vi}, "party"))
    reached = (
        (_("Address: %(value)s"), association.address),
        (_("Telephone: %(value)s"), association.phone),
        (_("E-mail address: %(value)s"), association.email),
    )
    blocks += [Paragraph(label % {"value": value}, "fact") for label, value in reached if value]
    return blocks + _represented(agreement, "association", on)


def _represented(agreement, side, on):
    name, position = signatory(agreement, side, on)
    blocks = [
        Paragraph(_("Represented by: %(name)s") % {"name": name or BLANK}, "fact"),
        Paragraph(_("Position: %(position)s") % {"position": position or BLANK}, "fact"),
    ]
    authority = getattr(agreement, f"{side}_authority")
    if name and authority:
        blocks.append(Paragraph(_("Ground of the authority to sign: %(basis)s") % {"basis": authority.basis}, "fact"))
    return blocks


def signatory(agreement, side, on=None):
    """Return ``(name, position)`` of who signs for a side; empty when nobody is known.

    ``on`` is the day of a later document: who signed the agreement signs it only while his authority lasts.
    """
    authority = getattr(agreement, f"{side}_authority")
    if on is not None and not (authority and authority.covers(on)):
        return "", ""
    name, position = getattr(agreement, f"{side}_signatory"), getattr(agreement, f"{side}_signatory_position")
    if name or authority is None:
        return name, position
    return authority.full_name, authority.position


def signatures(agreement, on=None):
    """Return the blocks in which both sides sign."""
    titles = {"programme": _("FOR PARTY A"), "association": _("FOR PARTY B")}
    blocks = []
    for side, title in titles.items():
        name, position = signatory(agreement, side, on)
        blocks.append(Signature(title, position, name, "" if name else _("(signature, full name, seal)")))
    return blocks


def recipients():
    """Return who gets a copy of what both sides sign."""
    return (_("Party A"), _("Party B"), for_the_file())


def for_the_file():
    return _("File: records office")


def mark_of(row, number):
    """Return the mark that stands instead of a number: on what was cancelled, and on what has no number yet."""
    if row.status == "cancelled":
        return _("CANCELLED")
    return "" if number else _("DRAFT")
