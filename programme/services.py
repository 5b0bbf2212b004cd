"""Acts of the programme itself: standards and aggregate counts posted to the ledger, phases its sums depend on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from programme import ledger, rollups
from programme.ledger import Line
from programme.models import (
    AggregateRecord,
    Entry,
    Indicator,
    LedgerHead,
    Phase,
    Posting,
    Province,
    Standard,
    validate_owner,
)
from programme.standard_numbers import parse

# Which indicators a standard moves: one when it is new, one while it is in force; and those of harmonised TCVN.
NEW = {Standard.Kind.TCVN: "tcvn_new", Standard.Kind.QCVN: "qcvn_new"}
IN_FORCE = {Standard.Kind.TCVN: "tcvn_system_total", Standard.Kind.QCVN: "qcvn_system_total"}
HARMONISED_NEW = "tcvn_harmonised_new"
HARMONISED_IN_FORCE = "tcvn_harmonised_total"


def indicators(*codes):
    """Return ``{code: Indicator}`` for ``codes``; raises ``ValidationError`` naming one that is not set up."""
    found = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=codes)}
    if missing := sorted(set(codes) - set(found)):
        raise ValidationError(
            _("The indicator “%(code)s” is not set up: load the reference data first."), params={"code": missing[0]}
        )
    return found


@transaction.atomic
def save_phase(phase):
    """Save ``phase`` and, where main phases change, the ledger's sums: distinct counts restart in each main phase.

    Raises ``ValidationError`` when two main phases share a year.
    """
    LedgerHead.locked()  # nothing is posted by the old phases meanwhile
    phase.clean()
    before = Phase.objects.filter(pk=phase.pk).first()
    phase.save()
    if (before.main_years if before else None) != phase.main_years:
        rollups.rebuild()


@transaction.atomic
def save_province(province):
    """Save ``province`` and, where it falls into another unit of 34 now, the ledger's sums by those units."""
    LedgerHead.locked()
    before = Province.objects.filter(pk=province.pk).values_list("successor", flat=True).first()
    province.save()
    if before != province.successor_id:
        rollups.rebuild()


@transaction.atomic
def save_period(period):
    """Save the days of a ledger ``period``. Raises ``ValidationError`` when a day belongs to another one already.

    Two that are saved at once queue at the ledger's head, and the second finds the first.
    """
    LedgerHead.locked()
    period.clean()
    period.save()


@transaction.atomic
def publish_standard(standard, *, by, published_on, document=None, reason="", at=None):
    """Publish a standard that waits for it: it counts as new in its year and in force from that day.

    An amendment belongs to the standard that it amends and counts as none. Returns the ``Posting``, None for an
    amendment. Raises ``ValidationError`` when it is published or counted already, or when the ledger refuses.
    """
    standard = _locked(standard, *Standard.UNPUBLISHED)
    ledger.refuse_closed([published_on], by=by)
    _refuse_counted(standard)
    standard.status = Standard.Status.PUBLISHED
    standard.published_on = published_on
    standard.document = document or standard.document
    validate_owner(standard.document)
    if not parse(standard.number).amendment:
        standard.posting = ledger.post(
            Posting.Kind.STANDARD,
            [_line(standard, indicator, published_on, 1) for indicator in _counted_under(standard)],
            by=by,
            reason=reason or _("%(number)s published") % {"number": standard.number},
            document=standard.document,
            source=standard,
            is_demonstration=standard.is_demonstration,
            at=at,
        )
    standard.save()
    audit.record("standard.publish", standard, by=by)
    return standard.posting


@transaction.atomic
def withdraw_standard(standard, *, by, ended_on, reason, at=None):
    """Withdraw a published standard: it stays counted as new and is no longer in force from that day."""
    return _end(standard, Standard.Status.WITHDRAWN, by=by, ended_on=ended_on, reason=reason, at=at)


@transaction.atomic
def replace_standard(standard, successor, *, by, ended_on, reason="", at=None):
    """Mark ``standard`` as replaced by the published ``successor``. Returns the ``Posting`` or None, as ``_end``."""
    if successor.pk == standard.pk or successor.status != Standard.Status.PUBLISHED:
        raise ValidationError(_("A standard is replaced by another one that is published: choose its successor."))
    text = reason or _("%(number)s replaced by %(successor)s") % {"number": standard.number, "successor": successor}
    return _end(standard, Standard.Status.REPLACED, by=by, ended_on=ended_on, reason=text, at=at, replaced_by=successor)


@transaction.atomic
def post_aggregate(record, *, by, at=None):
    """Post an aggregate count to the ledger, once. Returns the ``Posting``.

    Raises ``ValidationError`` when it was posted before, or when the poster prepared it himself.
    """
    record = (
        AggregateRecord.objects.select_for_update(of=("self",)).select_related("indicator", "project").get(pk=record.pk)
    )
    if record.posting_id:
        raise ValidationError(
            _("This count was posted already, as posting %(number)s."), params={"number": record.posting_id}
        )
    if record.prepared_by_id == by.pk:
        raise ValidationError(_("You prepared this count yourself; somebody else must post it."))
    record.posting = ledger.post(
        Posting.Kind.AGGREGATE,
        [
            Line(
                indicator=record.indicator,
                happened_on=record.happened_on,
                quantity=record.quantity,
                project=record.project.code if record.project else "",
                source_type=record._meta.label_lower,
                source_id=record.pk,
                document=record.document,
            )
        ],
        by=by,
        reason=record.note or str(record),
        document=record.document,
        source=record,
        is_demonstration=by.is_demonstration,
        at=at,
    )
    record.save(update_fields=["posting"])
    audit.record("aggregaterecord.post", record, by=by)
    return record.posting


def _counted_under(standard):
    """The indicators that a newly published standard adds to."""
    codes = [NEW[standard.kind], IN_FORCE[standard.kind]]
    if standard.kind == Standard.Kind.TCVN and standard.identical_to:
        codes += [HARMONISED_NEW, HARMONISED_IN_FORCE]
    return indicators(*codes).values()


def _locked(standard, *states):
    standard = (
        Standard.objects.select_for_update(of=("self",)).select_related("issuer", "project", "task").get(pk=standard.pk)
    )
    if standard.status not in states:
        raise ValidationError(
            _("%(number)s is %(status)s: this cannot be done to it any more."),
            params={"number": standard.number, "status": standard.get_status_display()},
        )
    return standard


def _refuse_counted(standard):
    """A record made anew for a standard that the ledger counts already must not count it again."""
    entries = Entry.objects.filter(indicator__code=NEW[standard.kind], subject=standard.subject_key)
    counted = entries.aggregate(net=Sum("quantity"), first=Min("posting"))
    if (counted["net"] or 0) > 0:
        raise ValidationError(
            _("%(number)s is counted already, by posting %(posting)s."),
            params={"number": standard.number, "posting": counted["first"]},
        )


def _line(standard, indicator, day, quantity):
    return Line(
        indicator=indicator,
        happened_on=day,
        quantity=quantity,
        subject=standard.subject_key,
        project=standard.project.code if standard.project else "",
        task=standard.task.code if standard.task else "",
        source_type=standard._meta.label_lower,
        source_id=standard.pk,
        document=standard.document,
    )


def _end(standard, status, *, by, ended_on, reason, at, replaced_by=None):
    """Take a published standard out of force. Posts −1 where its being in force is counted; else returns None.

    Standards that were in force before the ledger began have no entry to set off, nor those taken back.
    """
    standard = _locked(standard, *Standard.ENDING)
    if not reason.strip():
        raise ValidationError(_("Say why the standard ends."))
    if standard.published_on and ended_on < standard.published_on:
        raise ValidationError(
            _("It was published on %(day)s and cannot end before that."),
            params={"day": date_format(standard.published_on, "SHORT_DATE_FORMAT")},
        )
    ledger.refuse_closed([ended_on], by=by)
    standard.status, standard.ended_on, standard.replaced_by = status, ended_on, replaced_by
    standard.save()
    audit.record(f"standard.{status}", standard, by=by, reason=reason)
    codes = (IN_FORCE[standard.kind], HARMONISED_IN_FORCE)
    counted = Entry.objects.filter(posting=standard.posting_id, corrections=None, indicator__code__in=codes)
    lines = [
        _line(standard, entry.indicator, ended_on, -entry.quantity) for entry in counted.select_related("indicator")
    ]
    if not lines:
        return None
    return ledger.post(
        Posting.Kind.STANDARD,
        lines,
        by=by,
        reason=reason,
        document=standard.document,
        source=standard,
        is_demonstration=standard.is_demonstration,
        at=at,
    )
