"""What every path is tried with: a world in which something is locked, and what the answer to a refusal must be."""

from tests.discovery import our_models
from tests.portal import lock_worlds

WORLDS = IN_PERIOD, IN_REPORT, IN_AGREEMENT = ("closed period", "accepted report", "settled agreement")


def make(name, world, officer, approver, administrator):
    """Return the world ``name`` of ``lock_worlds``."""
    if name == IN_PERIOD:
        made = lock_worlds.closed_period(world, officer, administrator)
    elif name == IN_REPORT:
        made = lock_worlds.accepted_report(world)
    else:
        made = lock_worlds.settled_agreement(world, officer, approver)
    made.name = name
    return made


def dump():
    """Every row of every table of ours, history and audit trail included."""
    return {
        model._meta.label: sorted(repr(list(map(_value, row))) for row in model._base_manager.values_list())
        for model in our_models()
        if model._meta.label != "accounts.User"  # signing in is written there
    }


def _value(value):
    return bytes(value) if isinstance(value, memoryview) else value  # PostgreSQL gives bytes as a view on them


def refused(post, locked, path):
    """Do ``post`` and say what is wrong with the answer: not the sentence, or something was written."""
    before = dump()
    answer = post()
    text = _said(answer)
    wrong = (
        [] if locked.sentence in _plain(text) else [f"{path}: another answer ({getattr(answer, 'status_code', '')})"]
    )
    return wrong + [f"{path}: wrote {name}" for name, rows in dump().items() if rows != before[name]]


def _said(answer):
    """The text of a page, of an answer to a script, or of an error."""
    if isinstance(answer, str):
        return answer
    is_json = answer.headers["Content-Type"] == "application/json"
    return answer.json()["message"] if is_json else answer.content.decode()


def _plain(text):
    for code, sign in (("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text
