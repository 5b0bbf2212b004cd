"""The permission table of ``accounts.roles`` in words."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from accounts.roles import PERMISSIONS, Role
from common.text import capitalise

_VERBS = {"view": _("read"), "add": _("add"), "change": _("change"), "delete": _("delete")}
_APPS = ["programme", "associations", "enterprises", "accounts"]

ACTS = {
    "programme.view_dashboard": _("See the figures of the whole programme"),
    "programme.view_own_figures": _("See the figures of the own association"),
    "programme.publish_standard": _("Record that a standard was published, replaced or withdrawn"),
    "programme.post_aggregaterecord": _("Post an aggregate count to the ledger"),
    "programme.correct_entry": _("Correct an entry of the ledger by a new posting"),
    "programme.close_ledgerperiod": _("Close a ledger period"),
    "associations.submit_agreement": _("Submit an agreement for approval"),
    "associations.approve_agreement": _("Approve an agreement or send it back"),
    "associations.sign_agreement": _("Record that an agreement was signed"),
    "associations.start_agreement": _("Put an agreement in force"),
    "associations.suspend_agreement": _("Suspend and resume an agreement"),
    "associations.complete_agreement": _("Complete an agreement"),
    "associations.settle_agreement": _("Settle an agreement"),
    "associations.terminate_agreement": _("Terminate an agreement"),
    "associations.cancel_agreement": _("Cancel an agreement"),
    "associations.submit_annex": _("Submit an annex for approval or send it back"),
    "associations.approve_annex": _("Approve an annex; withdraw a signed one"),
    "associations.sign_annex": _("Record that an annex was signed"),
    "associations.apply_annex": _("Put a signed annex into effect, resolve its conflicts"),
    "associations.cancel_annex": _("Cancel an annex that is not signed yet"),
    "associations.open_periodicreport": _("Open a periodic report"),
    "associations.correct_periodicreport": _("Open a correction of an accepted report"),
    "associations.submit_periodicreport": _("Submit a periodic report"),
    "associations.review_periodicreport": _("Take a report into review"),
    "associations.return_periodicreport": _("Return a report with a reason"),
    "associations.accept_periodicreport": _("Accept a report and post it to the ledger"),
    "associations.deliver_milestone": _("Deliver what a milestone asks for"),
    "associations.accept_milestone": _("Accept or refuse a delivery"),
    "associations.answer_need": _("Answer a need"),
    "associations.close_workshopconclusion": _("Say what came of a workshop’s conclusion"),
    "associations.approve_lockexception": _("Approve or refuse an exception from a lock, or end it early"),
    "accounts.retry_mail": _("Have an e-mail that was not delivered tried again"),
}


def rights_table():
    """Return groups of rows, a cell a role in the order of ``Role``: first records by app, then acts."""
    names = {name for granted in PERMISSIONS.values() for name in granted}
    groups = [_records_of(label, names) for label in _APPS]
    acts = [(name, label) for name, label in ACTS.items() if name in names]
    rows = [_row(label, lambda role, name=name: _("yes") if name in PERMISSIONS[role] else "") for name, label in acts]
    return [{"label": _("Acts"), "rows": rows}, *groups]


def _row(label, words_of):
    return {"label": label, "cells": [{"role": role.label, "words": words_of(role)} for role in Role]}


def _records_of(app_label, names):
    app = apps.get_app_config(app_label)
    rows = []
    for model in app.get_models():
        noun = model._meta.model_name
        if f"{app_label}.view_{noun}" in names:
            label = capitalise(model._meta.verbose_name_plural)
            rows.append(_row(label, lambda role, noun=noun: _verbs_of(role, app_label, noun)))
    return {"label": app.verbose_name, "rows": rows}


def _verbs_of(role, app_label, noun):
    return ", ".join(str(word) for verb, word in _VERBS.items() if f"{app_label}.{verb}_{noun}" in PERMISSIONS[role])
