"""Which role may do what: the only table of permissions.

Permission names are Django's (``app.verb_model``), so ``user.has_perm``, ``perms`` in templates and the admin all read
this table. Rows are another question (``visible_to``), states a third (the services). Design 4.14.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """Short codes are stored; a rename of a label never touches a row."""

    OFFICER = "officer", _("Programme officer")
    APPROVER = "approver", _("Approver")
    ADMINISTRATOR = "administrator", _("Administrator")
    ASSOCIATION_EDITOR = "editor", _("Association editor")
    ASSOCIATION_VIEWER = "viewer", _("Association viewer")
    OFFICIAL = "official", pgettext_lazy("role", "Official")
    AUDITOR = "auditor", _("Auditor")


DESCRIPTIONS = {
    Role.OFFICER: _("Enters agreements, packages, standards and reference data; reviews reports; answers needs."),
    Role.APPROVER: _("Approves agreements and accepts reports that somebody else prepared; posts to the ledger."),
    Role.ADMINISTRATOR: _(
        "Manages accounts, roles and ledger periods; does what an approver does, but approves no agreement, no annex "
        "and no exception from a lock."
    ),
    Role.ASSOCIATION_EDITOR: _("Works on the records of the own association: reports, enterprises, courses, needs."),
    Role.ASSOCIATION_VIEWER: _("Reads the records of the own association."),
    Role.OFFICIAL: _("Reads figures, their entries and evidence for the whole programme."),
    Role.AUDITOR: _("Reads everything, history and audit trail included, and writes nothing."),
}

STAFF_ROLES = frozenset({Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR})
ASSOCIATION_ROLES = frozenset({Role.ASSOCIATION_EDITOR, Role.ASSOCIATION_VIEWER})
# Roles that see the rows of every association.
NATIONAL_ROLES = frozenset({Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR, Role.OFFICIAL, Role.AUDITOR})

_REFERENCE = {
    "programme": (
        "programme phase project task taskgroup indicator indicatorversion target announcement standard "
        "improvementtool province industry issuingbody sizecriterion icsfield documenttype document"
    ),
}
_LEDGER = {"programme": "ledgerperiod posting entry aggregaterecord"}
_WORK = {
    "associations": (
        "association signingauthority agreement annex milestone acceptance funding solutionpackage packageitem "
        "reporttype periodicreport reportreview reportcomment spending communication need workshop workshopconclusion "
        "workshopparticipant"
    ),
    "enterprises": "enterprise affiliation branch support measurement trainingcourse trainee enrolment",
}


def _grant(nouns, verbs):
    return {f"{app}.{verb}_{noun}" for app, names in nouns.items() for noun in names.split() for verb in verbs.split()}


def _acts(*names):
    return set(names)


# What a report says is the association's own: the programme reviews it and writes none of it.
_OF_ASSOCIATIONS = _grant(
    {"associations": "periodicreport spending communication", "enterprises": "support trainingcourse enrolment"},
    "add change delete",
)
# What only services write.
_KEPT = {"associations": "agreementstep"}
_READ_ALL = _grant(_REFERENCE, "view") | _grant(_LEDGER, "view") | _grant(_WORK, "view") | _grant(_KEPT, "view")
_DASHBOARD = _acts("programme.view_dashboard")
_STAFF_READ = (
    _READ_ALL
    | _DASHBOARD
    | _acts("accounts.view_user", "associations.view_membership", "associations.view_lockexception")
)

_OFFICER = (
    _STAFF_READ
    | _grant(_REFERENCE, "add change")
    | (_grant(_WORK, "add change") - _OF_ASSOCIATIONS)
    | _grant(
        {
            "programme": "announcement task taskgroup document standard",
            "associations": (
                "annex milestone funding packageitem workshop workshopconclusion workshopparticipant solutionpackage "
                "agreement"
            ),
            "enterprises": "affiliation branch measurement",
        },
        "delete",
    )
    | _acts(
        "programme.add_aggregaterecord",
        "programme.change_aggregaterecord",
        "associations.submit_agreement",
        "associations.sign_agreement",
        "associations.start_agreement",
        "associations.suspend_agreement",
        "associations.complete_agreement",
        "associations.cancel_agreement",
        "associations.submit_annex",
        "associations.sign_annex",
        "associations.cancel_annex",
        "associations.deliver_milestone",
        "associations.accept_milestone",
        "associations.open_periodicreport",
        "associations.correct_periodicreport",
        "associations.review_periodicreport",
        "associations.return_periodicreport",
        "associations.answer_need",
        "associations.close_workshopconclusion",
        "associations.add_lockexception",
    )
)
# Who decides on accounts and closes periods approves none of these: with both in one hand, one person could make the
# account that prepares an agreement and approve it, or close a period and let himself back in.
_APPROVALS = _acts(
    "associations.approve_agreement",
    "associations.approve_annex",
    "associations.approve_lockexception",
)
_APPROVER = (
    _OFFICER
    | _APPROVALS
    | _acts(
        "associations.terminate_agreement",
        "associations.settle_agreement",
        "associations.apply_annex",
        "associations.accept_periodicreport",
        "programme.publish_standard",
        "programme.post_aggregaterecord",
        "programme.correct_entry",
    )
)
_ADMINISTRATOR = (
    (_APPROVER - _APPROVALS)
    | _grant({"accounts": "user", "associations": "membership"}, "add change")
    | _grant({"associations": "membership"}, "delete")
    | _grant({"programme": "ledgerperiod"}, "add change")
    | _acts("programme.close_ledgerperiod", "accounts.view_auditevent", "accounts.view_mail", "accounts.retry_mail")
)
_ASSOCIATION_VIEWER = (
    _grant({"programme": "document improvementtool standard province industry entry posting"}, "view")
    | _grant(_WORK, "view")
    | _grant(_KEPT, "view")
    | _acts("programme.view_own_figures")
)
_ASSOCIATION_EDITOR = (
    _ASSOCIATION_VIEWER
    | _grant(
        {"enterprises": "enterprise affiliation support measurement trainingcourse trainee enrolment"}, "add change"
    )
    | _grant({"enterprises": "support measurement trainingcourse enrolment"}, "delete")
    | _grant({"associations": "spending communication"}, "add change delete")
    | _acts(
        "programme.add_document",
        "associations.deliver_milestone",
        "associations.change_periodicreport",
        "associations.submit_periodicreport",
        "associations.correct_periodicreport",
        "associations.add_need",
        "associations.change_need",
        "associations.close_workshopconclusion",
    )
)

PERMISSIONS = {
    Role.OFFICER: frozenset(_OFFICER),
    Role.APPROVER: frozenset(_APPROVER),
    Role.ADMINISTRATOR: frozenset(_ADMINISTRATOR),
    Role.ASSOCIATION_EDITOR: frozenset(_ASSOCIATION_EDITOR),
    Role.ASSOCIATION_VIEWER: frozenset(_ASSOCIATION_VIEWER),
    Role.OFFICIAL: frozenset(_READ_ALL | _DASHBOARD),
    Role.AUDITOR: frozenset(_STAFF_READ | _acts("accounts.view_auditevent", "accounts.view_mail")),
}


def permissions_of(role):
    """Return the frozen set of permission names of ``role``; nothing for an unknown code."""
    return PERMISSIONS.get(role, frozenset())


def roles_with(permission):
    """Return the roles that hold ``permission``, in the table's order."""
    return [role for role in Role if permission in PERMISSIONS[role]]
