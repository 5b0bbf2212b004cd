"""Writes terms back to an agreement and its parts; the only way in which an annex changes rows."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from associations.models import SolutionPackage
from associations.money import sums, unbalanced
from associations.terms import AGREEMENT, PACKAGES, capitalise, name_of, plain, same


def write(agreement, terms, *, by, reason=""):
    """Make the rows of ``agreement`` say what ``terms`` say. The caller holds the agreement's lock.

    Every row is checked, also those that stay, because a shorter term leaves packages outside; and the sums of the
    money where that changes. Raises ``ValidationError`` with one sentence a fault, each naming its row.
    """
    faults, before = [], sums(agreement.funding.all())
    _write(AGREEMENT, agreement, terms, faults, by=by, reason=reason, added={})
    lines = agreement.funding.all()
    if sums(lines) != before:
        faults += unbalanced(lines)
    if faults:
        raise ValidationError(faults)


def faults_of(agreement, terms):
    """Return the sentences that ``write`` would refuse ``terms`` with: it is tried and taken back."""
    found = []
    with transaction.atomic():
        row = type(agreement).objects.select_for_update().get(pk=agreement.pk)
        try:
            write(row, terms, by=None)
        except ValidationError as error:
            found = error.messages
        transaction.set_rollback(True)
    return found


def _write(part, row, node, faults, **record):
    """``added`` in the record maps the keys of rows that the annex adds to those that they got."""
    is_new = row.pk is None
    changed = [name for name in part.fields if is_new or not same(plain(getattr(row, name)), node["values"].get(name))]
    for name in changed:
        column = part.model._meta.get_field(name)
        value = node["values"].get(name)
        if isinstance(value, dict):
            setattr(row, column.attname, record["added"].get(value["pk"], value["pk"]))
        else:
            setattr(row, column.attname, column.to_python(value))
    if _is_sound(part, row, node, faults) and changed:
        row._history_user, row._change_reason = record["by"], record["reason"][:100] or None
        row.save()
        record["added"][node["key"]] = row.pk
    if row.pk is not None:
        gone = [_write_children(child, row, node, faults, **record) for child in part.parts]
        for child, rows in reversed(list(zip(part.parts, gone, strict=True))):
            _remove(child, rows, faults, **record)


def _write_children(child, row, node, faults, **record):
    """Write the rows of one kind; return those that the terms do not hold any more."""
    found = child.model.objects.filter(**{child.above: row}, **child.only).select_related(*child.keys)
    found = {str(below.pk): below for below in found}
    for below in node["parts"].get(child.name, []):
        kept = found.pop(below["key"], None) or _new(child, row)
        setattr(kept, child.above, row)
        _write(child, kept, below, faults, **record)
    return found.values()


def _new(child, above):
    fields = {child.above: above} | child.only
    siblings = child.model.objects.filter(**{child.above: above})
    if hasattr(child.model, "position"):
        fields["position"] = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    return child.model(**fields)


def _is_sound(part, row, node, faults):
    """Check the terms of one row and note what is wrong; a package that is new starts with its first day."""
    if part is PACKAGES and row.pk is None and row.starts_on and row.starts_on <= timezone.localdate():
        row.status = SolutionPackage.Status.RUNNING if row.agreement.has_begun else row.status
    others = {column.name for column in part.model._meta.fields} - set(part.fields)
    try:
        row.clean_fields(exclude=others)  # first, alone: ``clean`` would follow a key whose row is gone
        row.full_clean(exclude=others)
    except ValidationError as error:
        faults.extend(_sentences(part, node, error))
        return False
    return True


def _sentences(part, node, error):
    owner = "" if part is AGREEMENT else f"{name_of(part, node)}: "
    for name, found in error.update_error_dict({}).items():
        label = "" if name == NON_FIELD_ERRORS else f"{capitalise(part.model._meta.get_field(name).verbose_name)}: "
        for each in found:
            value = node["values"].get(name)
            is_gone = each.code == "invalid" and isinstance(value, dict)
            gone = _("“%(name)s” is not there any more: withdraw the annex or return it to draft, and choose another.")
            for message in [gone % {"name": value["label"]}] if is_gone else each.messages:
                yield f"{owner}{label}{message}"


def _remove(part, rows, faults, **record):
    for row in rows:
        named = name_of(part, {"values": {name: plain(getattr(row, name)) for name in part.named_by}})
        if getattr(row, "accepted_on", None):
            faults.append(_("%(row)s was accepted already and stays in the agreement.") % {"row": named})
            continue
        row._history_user, row._change_reason = record["by"], record["reason"][:100] or None
        try:
            row.delete()
        except ProtectedError:
            faults.append(
                _("%(row)s has records and cannot be removed: leave it in and change its dates or quota.")
                % {"row": named}
            )
