"""An annex: what it changes, one article a part of the agreement."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from associations.models import Annex
from associations.terms import difference
from common.official.documents import OfficialDocument, Paragraph, articles, day_in_words, paragraphs
from portal.official import parties
from portal.official.agreements import subject_of

related = (
    "agreement__association",
    "agreement__project__programme",
    "agreement__programme_authority",
    "agreement__association_authority",
)
# Not agreed on yet: the number that it will have is not printed.
_NOT_APPROVED = (Annex.Status.DRAFT, Annex.Status.SUBMITTED)
EMPTY = "–"  # as ``associations.terms`` writes no value


def describe(annex):
    """Return the ``OfficialDocument`` of ``annex``; call it with Vietnamese switched on."""
    agreement, on = annex.agreement, _signed_on(annex)
    kind = pgettext("official document", "Annex")
    number = "" if annex.status in _NOT_APPROVED else number_of(annex)
    mark = parties.mark_of(annex, number)
    return OfficialDocument(
        agencies=(parties.agency(), agreement.association.name_vi),
        kind=kind,
        subject=subject_of(annex.title, kind),
        number="" if mark else number,
        mark=mark,
        place=parties.place(),
        day=on,
        body=[
            Paragraph(_("(Annexed to %(agreement)s)") % {"agreement": parties.named(agreement)}, "note"),
            *_grounds(annex),
            Paragraph(_("Both sides:")),
            *parties.sides(agreement, on or annex.effective_on),
            Paragraph(_("agree on the following articles:")),
            *articles(_articles(annex)),
        ],
        signatures=parties.signatures(agreement, on or annex.effective_on),
        recipients=parties.recipients(),
    )


def number_of(annex):
    """Return the number of an annex: its own, and that of the agreement it belongs to."""
    return f"{annex.number:02d}/PL-{annex.agreement.number}"


def _signed_on(annex):
    days = (annex.programme_signed_on, annex.association_signed_on)
    return max(days) if all(days) else annex.signed_on


def _grounds(annex):
    """The agreement; and, of an amendment, why it is made."""
    sentence = _("Pursuant to %(agreement)s;") % {"agreement": parties.named(annex.agreement)}
    blocks = [Paragraph(sentence, "ground")]
    return blocks + (paragraphs(annex.content, "ground") if annex.has_terms else [])


def _articles(annex):
    if not annex.has_terms:
        return [(_("Content"), paragraphs(annex.content)), (pgettext("of an annex", "Effect"), _effect(annex))]
    changes = difference(annex.base, annex.proposed)
    groups = groupby(changes, key=lambda change: (change.owner, change.kind))
    parts = [(_title(owner, kind), [*map(Paragraph, _clauses(found))]) for (owner, kind), found in groups]
    return [*parts, (pgettext("of an annex", "Effect"), _effect(annex))]


def _title(owner, kind):
    """Say what happens to one row of the agreement, or to the agreement itself."""
    words = {"part": owner[:1].lower() + owner[1:] if owner else _("the general terms")}
    if kind == "added":
        return _("Adding %(part)s") % words
    if kind == "removed":
        return _("Removing %(part)s") % words
    return _("Amending %(part)s") % words


def _clauses(changes):
    for number, change in enumerate(changes, start=1):
        words = {"number": number, "term": change.name, "old": change.old, "new": change.new}
        if change.kind == "removed":
            sentence = _("%(number)d. %(term)s: “%(old)s” is removed.")
        elif change.old == EMPTY:
            sentence = _("%(number)d. %(term)s: “%(new)s”.")
        elif change.new == EMPTY:
            sentence = _("%(number)d. %(term)s: “%(old)s” is removed.")
        else:
            sentence = _("%(number)d. %(term)s: “%(old)s” is replaced by “%(new)s”.")
        yield sentence % words


def _effect(annex):
    return [
        Paragraph(_("1. This annex takes effect on %(day)s.") % {"day": day_in_words(annex.effective_on)}),
        Paragraph(_("2. It is a part of the agreement named above, whose other terms stand as they are.")),
    ]
