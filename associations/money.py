"""The money of agreements: summed by source and state, checked, recorded, warned of.

The one rule of sums: of each source, planned ≥ committed ≥ disbursed ≥ settled (``unbalanced``). The service asks it,
and so do the forms of the admin and an annex that takes effect.
"""

import datetime as dt
from itertools import pairwise

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from associations.locks import refuse_locked
from associations.models import Agreement, Funding
from associations.refusals import terms_refusal

Source, State = Funding.Source, Funding.State
# So long after the acceptance of a milestone its money is to be disbursed.
DISBURSED_WITHIN = dt.timedelta(days=30)
_AGREED_FIRST = gettext_lazy(
    "%(source)s: %(after)s %(found)s VND is more than %(before)s %(most)s VND. "
    "Lower the amount, or first raise what is %(before)s by an annex."
)
_RECORDED_FIRST = gettext_lazy(
    "%(source)s: %(after)s %(found)s VND is more than %(before)s %(most)s VND. "
    "Lower the amount, or first record what else is %(before)s."
)
# What the partners bring themselves.
COUNTERPARTS = (Source.ENTERPRISE, Source.ASSOCIATION)


def sums(lines):
    """Return ``{(source, state): amount}`` of funding lines."""
    amounts = {}
    for line in lines:
        amounts[line.source, line.state] = amounts.get((line.source, line.state), 0) + line.amount_vnd
    return amounts


def percent(part, whole):
    """Return the share in whole percent, rounded down so that 100 means all; None of nothing."""
    return 100 * part // whole if whole else None


def funding_table(lines):
    """Return the money by source and state with sums, all whole VND.

    ``{"states", "rows": [(source, [(state, amount)], percent disbursed)], "sums", "percent", "disbursed", "planned"}``;
    there are no rows where there is no money.
    """
    amounts = sums(lines)
    sources = [source for source in Source if any(key[0] == source for key in amounts)]
    total = {state: sum(amounts.get((source, state), 0) for source in sources) for state in State}
    return {
        "states": [state.label for state in State],
        "rows": [
            (
                source.label,
                [(state.label, amounts.get((source, state))) for state in State],
                percent(amounts.get((source, State.DISBURSED), 0), amounts.get((source, State.PLANNED), 0)),
            )
            for source in sources
        ],
        "sums": [(state.label, total[state]) for state in State],
        "percent": percent(total[State.DISBURSED], total[State.PLANNED]),
        "disbursed": total[State.DISBURSED],
        "planned": total[State.PLANNED],
    }


def planned_by_milestone(lines):
    """Return ``{milestone pk: [(source label, amount)]}`` of what is planned for single milestones."""
    found = {}
    for line in lines:
        if line.state == State.PLANNED and line.milestone_id:
            amounts = found.setdefault(line.milestone_id, {})
            amounts[line.source] = amounts.get(line.source, 0) + line.amount_vnd
    return {
        key: [(source.label, amounts[source]) for source in Source if source in amounts]
        for key, amounts in found.items()
    }


def refuse_unbalanced(lines):
    """Raise ``ValidationError`` with what ``unbalanced`` says of ``lines``."""
    if sentences := unbalanced(lines):
        raise ValidationError(sentences, code="unbalanced")


def unbalanced(lines):
    """Return a sentence for each source of which a later state sums to more than one before."""
    amounts = sums(lines)
    sentences = []
    for source in Source:
        for before, after in pairwise(State):
            most, found = amounts.get((source, before), 0), amounts.get((source, after), 0)
            if found > most:
                sentences.append(
                    (_AGREED_FIRST if before == State.PLANNED else _RECORDED_FIRST)
                    % {
                        "source": capfirst(source.label),
                        "after": after.label,
                        "found": localize(found),
                        "before": before.label,
                        "most": localize(most),
                    }
                )
    return sentences


@transaction.atomic
def record_money(agreement, *, by, source, state, amount_vnd, happened_on=None, document=None, milestone=None):
    """Record money of ``agreement``; what is disbursed or settled has its day and document. Returns the ``Funding``.

    The agreement is locked, so that two lines recorded at once cannot pass the check of the sums together. Raises
    ``ValidationError`` naming the source, both sums and what to do.
    """
    if not by.has_perm("associations.add_funding"):
        raise PermissionDenied
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("association").get(pk=agreement.pk)
    if sentence := recording_refusal(agreement, state):
        raise ValidationError(sentence)
    line = Funding(
        agreement=agreement,
        milestone=milestone,
        source=source,
        state=state,
        amount_vnd=amount_vnd,
        happened_on=happened_on,
        document=document,
        recorded_by=by,
    )
    refuse_locked(line, by)
    line.full_clean()
    refuse_unbalanced([*agreement.funding.all(), line])
    line._history_user = by
    line.save()
    values = {"source": line.source, "state": line.state, "amount_vnd": amount_vnd, "happened_on": happened_on}
    audit.record("funding.record", line, by=by, changes={name: [None, value] for name, value in values.items()})
    return line


def recording_refusal(agreement, state=""):
    """Return the sentence that refuses to record money (in ``state``) under ``agreement``, or ''."""
    words = {"status": agreement.get_status_display()}
    if agreement.is_ended:  # locked: ``refuse_locked`` says so, and an exception opens it
        return ""
    if not agreement.takes_parts:
        return _("The agreement is “%(status)s”: nothing can be added to it or changed in it now.") % words
    if state == State.PLANNED and (sentence := terms_refusal(agreement)):
        return sentence
    if state in (State.DISBURSED, State.SETTLED) and not agreement.has_begun:
        return _("The agreement is “%(status)s”: money is disbursed and settled only once it was in force.") % words
    return ""


def warnings(agreement, milestones, lines, today):
    """Return sentences on money that stands still: of ``milestones`` and funding ``lines`` of ``agreement``."""
    return [*_not_disbursed(milestones, lines, today), *_counterparts_short(agreement, milestones, lines, today)]


def _not_disbursed(milestones, lines, today):
    """Milestones accepted a while ago for which money is planned and none was disbursed."""
    planned = {line.milestone_id for line in lines if line.state == State.PLANNED}
    paid = {line.milestone_id for line in lines if line.has_moved}
    for milestone in milestones:
        accepted_on = milestone.accepted_on
        if accepted_on and accepted_on + DISBURSED_WITHIN < today and milestone.pk in planned - paid:
            yield _("“%(milestone)s” was accepted on %(day)s and nothing was disbursed for it in %(count)d days.") % {
                "milestone": milestone.title,
                "day": date_format(accepted_on, "SHORT_DATE_FORMAT"),
                "count": (today - accepted_on).days,
            }


def _counterparts_short(agreement, milestones, lines, today):
    """Partners who brought less than was planned for what is accepted, or for all of it once the term is over."""
    accepted = {milestone.pk for milestone in milestones if milestone.accepted_on}
    is_over = agreement.ends_on < today
    for source in COUNTERPARTS:
        own = [line for line in lines if line.source == source]
        planned = [line for line in own if line.state == State.PLANNED]
        due = sum(line.amount_vnd for line in planned if is_over or line.milestone_id in accepted)
        brought = sum(line.amount_vnd for line in own if line.state == State.DISBURSED)
        if brought < due:
            yield _("%(source)s: %(brought)s VND brought of %(due)s VND due by now, %(missing)s VND short.") % {
                "source": capfirst(source.label),
                "brought": localize(brought),
                "due": localize(due),
                "missing": localize(due - brought),
            }
