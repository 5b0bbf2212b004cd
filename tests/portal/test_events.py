"""Every event that the code sends is in the table that says how urgent it is, and the table has no other."""

import ast
from pathlib import Path

from django.conf import settings

from accounts.events import EVENTS
from accounts.models import Reminder
from associations import annex_lifecycle, lifecycle
from tests.discovery import OUR_APPS

# What the parts in braces stand for, by the file that sends such an event.
ACTIONS = {
    "associations/services.py": {row.action for row in lifecycle.TRANSITIONS},
    "associations/annexes.py": {row.action for row in annex_lifecycle.TRANSITIONS},
    "portal/reminders.py": set(Reminder.Kind.values),
}


def sent():
    """Yield ``(event, file)`` of every call of ``notify``, also of one whose caller names the event."""
    for app in OUR_APPS:
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            name = str(path.relative_to(settings.BASE_DIR))
            tree = ast.parse(path.read_text(encoding="utf-8"))
            functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
            for function in functions:
                for call in calls(function, "notify"):
                    yield from ((event, name) for event in events(call.args[1], function, tree, name))


def calls(tree, name):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name]


def events(node, function, tree, name):
    """Return the events that ``node``, the event given to ``notify`` in ``function``, can be."""
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.JoinedStr):
        prefix, variable = node.values[0].value, node.values[1].value
    else:
        prefix, variable = "", node
    known = ACTIONS.get(name)
    return {prefix + word for word in (known or given(variable, function, tree))}


def given(variable, function, tree):
    """Return what the callers of ``function`` give for its argument ``variable``; each must say it in plain words."""
    place = [argument.arg for argument in function.args.args].index(variable.id)
    return {call.args[place].value for call in calls(tree, function.name)}


def test_every_event_that_is_sent_is_known_and_no_other():
    found = dict(sent())

    assert len(found) > 20
    assert {event: found[event] for event in found.keys() - EVENTS.keys()} == {}
    assert EVENTS.keys() - found.keys() == set()
