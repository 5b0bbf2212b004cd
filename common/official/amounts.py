"""Amounts of money in Vietnamese words, as contracts write them beside the digits.

The words are the language's own numerals, like the alphabet in ``common.text``; no other language writes them so.
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", "nghìn", "triệu")
_BILLION = 10**9


def in_words(amount: int) -> str:
    """Return a whole amount of đồng in words: 1.205.000 is "Một triệu hai trăm linh năm nghìn đồng"."""
    words = f"{_number(amount)} đồng"
    return words[:1].upper() + words[1:]


def _number(value):
    """Billions count themselves again: 10**12 is "một nghìn tỷ"."""
    if value < _BILLION:
        return _below_billion(value, is_first=True) or _DIGITS[0]
    above, rest = divmod(value, _BILLION)
    return " ".join(filter(None, [_number(above), "tỷ", _below_billion(rest, is_first=False)]))


def _below_billion(value, *, is_first):
    """``is_first`` is false after a larger unit: then each group tells its noughts, too."""
    words = []
    for place in (2, 1, 0):
        group = value // 1000**place % 1000
        if group:
            words += [*_group(group, is_first=is_first and not words), _THOUSANDS[place]]
    return " ".join(filter(None, words))


def _group(group, *, is_first):
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    words = []
    if hundreds or not is_first:
        words = [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif units and words:
        words.append("linh")
    if units:
        words.append(_unit(tens, units))
    return words


def _unit(tens, units):
    """After twenty one changes to "mốt"; after ten five changes to "lăm"."""
    if units == 1 and tens > 1:
        return "mốt"
    return "lăm" if units == 5 and tens else _DIGITS[units]
