"""One of several people who act at once, in a process forked by ``tests.racing``.

It reads orders from a pipe and answers each: ``done``, ``refused`` with the sentence that the person is told, or
``fault`` with the traceback of whatever else happened. None ends it.
"""

import logging
import traceback
from datetime import date
from html.parser import HTMLParser

from django.apps import apps
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils.module_loading import import_string

_inherited = []


def run(pipe, user, file):
    """Act for ``user`` until the end; ``file`` is the SQLite database that all open, None for the test's own."""
    _inherited.append(connection.connection)  # kept: to drop it here would end the session of the test itself
    connection.connection = None
    if file:
        connection.settings_dict["NAME"] = str(file)
    for cache in caches.all():
        cache.clear()
    logging.disable(logging.CRITICAL)
    racer = Racer(user)
    while (order := pipe.recv()) is not None:
        try:
            answer = getattr(racer, order["act"])(order)
        except Exception:
            answer = {"fault": traceback.format_exc()}
        pipe.send(answer)


class Racer:
    """What one person can be ordered to do; ``forms`` are the pages that stand open before him."""

    def __init__(self, user):
        self.user, self.client, self.forms = user, Client(), {}
        self.client.force_login(user)

    def call(self, order):
        """Call a service as a view does: the row as it is read now, refused by a ``ValidationError``."""
        values = {name: self._read(value) for name, value in order["values"].items()}
        try:
            with transaction.atomic():
                done = import_string(order["service"])(self._read(order["row"]), by=self.user, **values)
                if order["undo"]:
                    raise InterruptedError
        except ValidationError as error:
            return {"refused": " ".join(error.messages)}
        except InterruptedError:
            return {"done": "undone"}
        return {"done": str(getattr(done, order["give"])) if order["give"] else "done"}

    def look(self, order):
        page = self.client.get(order["path"])
        if page.status_code != 200:
            return {"fault": f"{order['path']}: {page.status_code}"}
        self.forms[order["path"]] = form_of(page.text)
        return {"done": "seen"}

    def send(self, order):
        """Send the open form with what is typed. What stands as an error on the next page is the refusal."""
        path = order["path"]
        if unknown := set(order["typed"]) - set(self.forms[path]):
            return {"fault": f"{path} has no box {unknown}"}
        return self._post(path, self.forms[path] | order["typed"])

    def press(self, order):
        """Press a button on the open page, which leads elsewhere and takes along what that page showed."""
        shown = {name: value for name, value in self.forms[order["path"]].items() if name == "_seen"}
        return self._post(order["to"], shown | order["typed"])

    def _post(self, path, data):
        page = self.client.post(path, data, follow=True)
        if page.status_code != 200:
            return {"fault": f"{path}: {page.status_code}"}
        found = [str(message) for message in page.context["messages"] if message.level_tag == "error"]
        return {"refused": " ".join(found + errors_of(page))} if found or not page.redirect_chain else {"done": "sent"}

    def _read(self, value):
        if isinstance(value, dict) and set(value) == {"model", "pk"}:
            return apps.get_model(value["model"]).objects.get(pk=value["pk"])
        if isinstance(value, dict) and set(value) == {"day"}:
            return date.fromisoformat(value["day"])
        return value


def errors_of(page):
    """Return the sentences that the form of a page is refused with."""
    context = page.context
    if "adminform" in context:
        return [str(message) for errors in context["errors"] for message in errors]
    form = context.get("form")
    return [message for messages in form.errors.values() for message in messages] if form is not None else []


def form_of(text):
    """Return ``{name: value}`` of the longest form of a page: what a browser would send of it untouched."""
    parser = _Forms()
    parser.feed(text)
    return max(parser.forms, key=len)


class _Forms(HTMLParser):
    """Collects the boxes of every form: texts, hidden ones, ticked ones, chosen options."""

    def __init__(self):
        super().__init__()
        self.forms, self.area, self.select = [], None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({})
        if not self.forms or "disabled" in attrs:
            return
        name, boxes = attrs.get("name"), self.forms[-1]
        if tag == "textarea":
            self.area = name
            boxes[name] = ""
        elif tag == "select":
            self.select = name
            boxes[name] = [] if "multiple" in attrs else ""
        elif tag == "option" and "selected" in attrs and self.select:
            chosen = attrs.get("value", "")
            boxes[self.select] = [*boxes[self.select], chosen] if isinstance(boxes[self.select], list) else chosen
        elif tag == "input" and name and self._is_sent(attrs):
            boxes[name] = attrs.get("value", "")

    def _is_sent(self, attrs):
        kind = attrs.get("type", "text")
        return kind not in ("submit", "button", "file") and (kind not in ("checkbox", "radio") or "checked" in attrs)

    def handle_data(self, data):
        if self.area:
            self.forms[-1][self.area] += data.removeprefix("\n") if not self.forms[-1][self.area] else data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None
