"""Tax codes of enterprises."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.vn import mst

_BRANCH = re.compile(r"([0-9]{10})-?([0-9]{3})")


def validate_tax_code(value):
    """Raise ``ValidationError`` unless ``value`` is a 10-digit tax code with a right check digit.

    Source: the tax code (mã số thuế) structure of circular 105/2020/TT-BTC, as checked by ``stdnum.vn.mst``.
    """
    if not (value.isascii() and value.isdigit() and len(value) == 10):
        raise ValidationError(
            _("A tax code of an enterprise has 10 digits, for instance 0100233488. Leading zeros belong to it."),
            code="tax_code_length",
        )
    try:
        mst.validate(value)
    except InvalidChecksum:
        raise ValidationError(
            _("The check digit of %(value)s is wrong: compare the number with the registration certificate."),
            code="tax_code_check_digit",
            params={"value": value},
        ) from None
    except InvalidNumber:
        raise ValidationError(_("%(value)s is not a tax code."), code="tax_code", params={"value": value}) from None


def enterprise_code(value):
    """Return the tax code of the enterprise that ``value`` stands for: itself, or the head of a 13-digit branch code.

    Raises ``ValidationError`` for what is neither; '' stays ''.
    """
    value = (value or "").strip()
    if branch := _BRANCH.fullmatch(value):
        validate_branch_code("-".join(branch.groups()))
        return branch[1]
    if value:
        validate_tax_code(value)
    return value


def validate_branch_code(value):
    """Raise ``ValidationError`` unless ``value`` is a 13-digit branch code (10 digits, hyphen, 3 digits)."""
    head, _hyphen, tail = value.partition("-")
    if not (len(tail) == 3 and tail.isascii() and tail.isdigit() and tail != "000"):
        raise ValidationError(_("A branch code has 10 digits, a hyphen and 3 digits, for instance 0314409058-002."))
    validate_tax_code(head)


def validate_personal_number(value):
    """Raise ``ValidationError`` unless ``value`` is a 12-digit personal number, the tax code of a household business.

    In use since 01/07/2025; the number has no public check digit.
    """
    if not (value.isascii() and value.isdigit() and len(value) == 12):
        raise ValidationError(_("The personal number of a household business has 12 digits."))
