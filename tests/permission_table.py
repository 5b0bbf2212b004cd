"""Who may open what: the table that ``test_permission_matrix`` compares the running portal with.

Columns are the cast in this order. The record asked for is Alpha's (ARGUMENTS), so beta_editor gets 404.
200 page or form, 302 sent on (to sign in, or after an act), 403 known but not this role, 404 not for this reader,
405 no such method. A POST carries no fields, so a form comes back with what it lacks (200).
"""

from accounts.roles import STAFF_ROLES, permissions_of

CAST = [
    "visitor",
    "officer",
    "approver",
    "administrator",
    "official",
    "auditor",
    "alpha_editor",
    "alpha_viewer",
    "beta_editor",
]

# What an address names: its arguments, from the small world.
ARGUMENTS = {
    "portal:package-detail": lambda world: [world.alpha.package.pk],
    "portal:agreement-file": lambda world: [world.alpha.agreement.pk, "pdf"],
    "portal:annex-file": lambda world: [world.alpha.agreement.pk, world.alpha.annex.number, "pdf"],
    "portal:acceptance-file": lambda world: [world.alpha.delivery.milestone_id, world.alpha.delivery.round, "docx"],
    "portal:report-detail": lambda world: [world.alpha.report.pk],
    "portal:report-edit": lambda world: [world.alpha.report.pk],
    "portal:report-autosave": lambda world: [world.alpha.report.pk],
    "portal:report-submit": lambda world: [world.alpha.report.pk],
    "portal:report-start-review": lambda world: [world.alpha.sent_report.pk],
    "portal:report-return": lambda world: [world.alpha.sent_report.pk],
    "portal:report-accept": lambda world: [world.alpha.sent_report.pk],
    "portal:report-rounds": lambda world: [world.alpha.report.pk],
    "portal:report-answers": lambda world: [world.alpha.returned_report.pk],
    "portal:report-version": lambda world: [world.alpha.accepted_report.pk, world.alpha.report_version.number],
    "portal:report-correct": lambda world: [world.alpha.accepted_report.pk],
    "portal:report-take-back": lambda world: [world.alpha.correction.pk],
    "portal:report-withdraw": lambda world: [world.alpha.correction.pk],
    "portal:report-figures": lambda world: [world.alpha.accepted_correction.pk],
    "portal:notification-read": lambda world: [world.alpha.notification.pk],
    "portal:document-detail": lambda world: [world.alpha.document.pk],
    "portal:document-download": lambda world: [world.alpha.document.pk],
    "portal:posting-detail": lambda world: [world.alpha.posting.pk],
    "portal:entry-detail": lambda world: [world.alpha.entry.pk],
    "portal:indicator-detail": lambda world: ["enterprises_guided"],
    "portal:figure-rows": lambda world: ["enterprises_guided"],
    "programme:standard-detail": lambda world: [world.national.standard.pk],
    "programme:task-detail": lambda world: [world.national.task.pk],
    "associations:agreement-detail": lambda world: [world.alpha.agreement.pk],
    "associations:annex-add": lambda world: [world.alpha.agreement.pk],
    "associations:annex-detail": lambda world: [world.alpha.agreement.pk, world.alpha.annex.number],
    "associations:annex-edit": lambda world: [world.alpha.agreement.pk, world.alpha.draft_annex.number],
    "associations:annex-resolve": lambda world: [world.alpha.agreement.pk, world.alpha.draft_annex.number],
    "associations:annex-move": lambda world: [world.alpha.agreement.pk, world.alpha.draft_annex.number, "cancel"],
    "associations:funding-add": lambda world: [world.alpha.agreement.pk],
    "associations:milestone-detail": lambda world: [world.alpha.delivery.milestone_id],
    "associations:milestone-deliver": lambda world: [world.alpha.milestone.pk],
    "associations:milestone-accept": lambda world: [world.alpha.delivery.milestone_id],
    "associations:milestone-refuse": lambda world: [world.alpha.delivery.milestone_id],
    "associations:agreement-schedule": lambda world: [world.alpha.agreement.pk],
    "associations:agreement-open-reports": lambda world: [world.alpha.agreement.pk],
    "associations:spending-add": lambda world: [world.alpha.report.pk],
    "associations:spending-edit": lambda world: [world.alpha.spending.pk],
    "associations:spending-delete": lambda world: [world.alpha.spending.pk],
    "associations:communication-add": lambda world: [world.alpha.report.pk],
    "associations:communication-edit": lambda world: [world.alpha.communication.pk],
    "associations:communication-delete": lambda world: [world.alpha.communication.pk],
    "associations:need-detail": lambda world: [world.alpha.need.pk],
    "associations:need-edit": lambda world: [world.alpha.need.pk],
    "associations:need-answer": lambda world: [world.alpha.need.pk],
    "associations:conclusion-close": lambda world: [world.alpha.workshop.conclusions.earliest("pk").pk],
    "associations:workshop-detail": lambda world: [world.alpha.workshop.pk],
    "enterprises:enterprise-detail": lambda world: [world.alpha.enterprise.pk],
    "enterprises:enterprise-edit": lambda world: [world.alpha.enterprise.pk],
    "enterprises:course-detail": lambda world: [world.alpha.course.pk],
    "enterprises:course-edit": lambda world: [world.alpha.course.pk],
    "enterprises:course-delete": lambda world: [world.alpha.course.pk],
    "enterprises:support-detail": lambda world: [world.alpha.support.pk],
    "enterprises:support-edit": lambda world: [world.alpha.support.pk],
    "enterprises:support-delete": lambda world: [world.alpha.support.pk],
    "enterprises:support-add": lambda world: [world.alpha.report.pk],
    "enterprises:course-add": lambda world: [world.alpha.report.pk],
    "enterprises:support-replace": lambda world: [world.alpha.correction.pk, world.alpha.accepted_support.pk],
    "enterprises:course-replace": lambda world: [world.alpha.correction.pk, world.alpha.accepted_course.pk],
    "associations:spending-replace": lambda world: [world.alpha.correction.pk, world.alpha.accepted_spending.pk],
    "associations:communication-replace": lambda world: [
        world.alpha.correction.pk,
        world.alpha.accepted_communication.pk,
    ],
    "enterprises:measurement-add": lambda world: [world.alpha.report.pk],
    "enterprises:measurement-edit": lambda world: [world.alpha.open_measurement.pk],
    "enterprises:measurement-delete": lambda world: [world.alpha.open_measurement.pk],
    "account_reset_password_from_key": lambda world: ["1", "set-password"],
}

_TABLE = """
# address                                         vis ofc app adm ofl aud aed avw bed

# the public page
portal:public                                GET   200 200 200 200 200 200 200 200 200
portal:public                                POST  405 405 405 405 405 405 405 405 405

# figures
portal:dashboard                             GET   302 200 200 200 200 200 403 403 403
portal:dashboard                             POST  302 405 405 405 405 405 405 405 405
portal:overlap-list                          GET   302 200 200 200 200 200 403 403 403
portal:overlap-list                          POST  302 405 405 405 405 405 405 405 405
portal:indicator-list                        GET   302 200 200 200 200 200 403 403 403
portal:indicator-list                        POST  302 405 405 405 405 405 405 405 405
portal:indicator-detail                      GET   302 200 200 200 200 200 403 403 403
portal:indicator-detail                      POST  302 405 405 405 405 405 405 405 405
portal:figure-rows                           GET   302 200 200 200 200 200 200 200 200
portal:figure-rows                           POST  302 405 405 405 405 405 405 405 405

# the ledger
portal:posting-list                          GET   302 200 200 200 200 200 200 200 200
portal:posting-list                          POST  302 405 405 405 405 405 405 405 405
portal:posting-detail                        GET   302 200 200 200 200 200 200 200 404
portal:posting-detail                        POST  302 405 405 405 405 405 405 405 405
portal:entry-detail                          GET   302 200 200 200 200 200 200 200 404
portal:entry-detail                          POST  302 405 405 405 405 405 405 405 405

# the way in, search
portal:go                                    GET   302 302 302 302 302 302 302 302 302
portal:go                                    POST  302 405 405 405 405 405 405 405 405
portal:search                                GET   302 200 200 200 200 200 200 200 200
portal:search                                POST  302 405 405 405 405 405 405 405 405

# an association's first page
portal:home                                  GET   302 403 403 403 403 403 200 200 200
portal:home                                  POST  302 403 403 403 403 403 405 405 405

# packages
portal:package-list                          GET   302 200 200 200 200 200 200 200 200
portal:package-list                          POST  302 405 405 405 405 405 405 405 405
portal:package-detail                        GET   302 200 200 200 200 200 200 200 404
portal:package-detail                        POST  302 405 405 405 405 405 405 405 405

# official documents
portal:agreement-file                        GET   302 200 200 200 200 200 200 200 404
portal:agreement-file                        POST  302 405 405 405 405 405 405 405 405
portal:annex-file                            GET   302 200 200 200 200 200 200 200 404
portal:annex-file                            POST  302 405 405 405 405 405 405 405 405
portal:acceptance-file                       GET   302 200 200 200 200 200 200 200 404
portal:acceptance-file                       POST  302 405 405 405 405 405 405 405 405

# reports
portal:report-list                           GET   302 200 200 200 200 200 200 200 200
portal:report-list                           POST  302 405 405 405 405 405 405 405 405
portal:report-detail                         GET   302 200 200 200 200 200 200 200 404
portal:report-detail                         POST  302 405 405 405 405 405 405 405 405
portal:report-edit                           GET   302 403 403 403 403 403 200 403 404
portal:report-edit                           POST  302 403 403 403 403 403 200 403 404
portal:report-autosave                       GET   302 405 405 405 405 405 405 405 405
portal:report-autosave                       POST  302 403 403 403 403 403 400 403 404
portal:report-submit                         GET   302 403 403 403 403 403 200 403 404
portal:report-submit                         POST  302 403 403 403 403 403 200 403 404
portal:report-start-review                   GET   302 405 405 405 405 405 405 405 405
portal:report-start-review                   POST  302 302 302 302 403 403 403 403 403
portal:report-return                         GET   302 200 200 200 403 403 403 403 403
portal:report-return                         POST  302 200 200 200 403 403 403 403 403
portal:report-accept                         GET   302 403 200 200 403 403 403 403 403
portal:report-accept                         POST  302 403 200 200 403 403 403 403 403
portal:report-rounds                         GET   302 200 200 200 200 200 200 200 404
portal:report-rounds                         POST  302 405 405 405 405 405 405 405 405
portal:report-answers                        GET   302 403 403 403 403 403 200 403 404
portal:report-answers                        POST  302 403 403 403 403 403 200 403 404
portal:report-correct                        GET   302 302 302 302 403 403 302 403 404
portal:report-correct                        POST  302 302 302 302 403 403 302 403 404
portal:report-take-back                      GET   302 403 403 403 403 403 200 403 404
portal:report-take-back                      POST  302 403 403 403 403 403 200 403 404
portal:report-withdraw                       GET   302 403 403 403 403 403 200 403 404
portal:report-withdraw                       POST  302 403 403 403 403 403 200 403 404
portal:report-figures                        GET   302 200 200 200 200 200 200 200 404
portal:report-figures                        POST  302 405 405 405 405 405 405 405 405
portal:report-version                        GET   302 200 200 200 200 200 200 200 404
portal:report-version                        POST  302 405 405 405 405 405 405 405 405

# messages
portal:notification-list                     GET   302 200 200 200 200 200 200 200 200
portal:notification-list                     POST  302 405 405 405 405 405 405 405 405
portal:notification-settings                 GET   302 200 200 200 200 200 200 200 200
portal:notification-settings                 POST  302 200 200 200 200 200 200 200 200
portal:notification-read-all                 GET   302 405 405 405 405 405 405 405 405
portal:notification-read-all                 POST  302 302 302 302 302 302 302 302 302
portal:notification-read                     GET   302 405 405 405 405 405 405 405 405
portal:notification-read                     POST  302 404 404 404 404 404 302 404 404

# documents
portal:document-detail                       GET   302 200 200 200 200 200 200 200 404
portal:document-detail                       POST  302 405 405 405 405 405 405 405 405
portal:document-download                     GET   302 200 200 200 200 200 200 200 404
portal:document-download                     POST  302 405 405 405 405 405 405 405 405

# about the portal
portal:role-table                            GET   302 200 200 200 200 200 200 200 200
portal:role-table                            POST  302 405 405 405 405 405 405 405 405
portal:components                            GET   302 200 200 200 403 200 403 403 403
portal:components                            POST  302 405 405 405 405 405 405 405 405

# standards
programme:standard-list                      GET   302 200 200 200 200 200 200 200 200
programme:standard-list                      POST  302 405 405 405 405 405 405 405 405
programme:standard-detail                    GET   302 200 200 200 200 200 200 200 200
programme:standard-detail                    POST  302 405 405 405 405 405 405 405 405

# tasks
programme:task-list                          GET   302 200 200 200 200 200 403 403 403
programme:task-list                          POST  302 405 405 405 405 405 403 403 403
programme:task-detail                        GET   302 200 200 200 200 200 403 403 403
programme:task-detail                        POST  302 405 405 405 405 405 403 403 403

# agreements
associations:agreement-list                  GET   302 200 200 200 200 200 200 200 200
associations:agreement-list                  POST  302 405 405 405 405 405 405 405 405
associations:agreement-states                GET   302 200 200 200 200 200 200 200 200
associations:agreement-states                POST  302 405 405 405 405 405 405 405 405
associations:agreement-detail                GET   302 200 200 200 200 200 200 200 404
associations:agreement-detail                POST  302 405 405 405 405 405 405 405 405
associations:agreement-schedule              GET   302 200 200 200 200 200 200 200 404
associations:agreement-schedule              POST  302 405 405 405 405 405 405 405 405
associations:agreement-open-reports          GET   302 405 405 405 405 405 405 405 405
associations:agreement-open-reports          POST  302 302 302 302 403 403 403 403 403

# lines of reports on money and communication
associations:spending-add                    GET   302 403 403 403 403 403 200 403 404
associations:spending-add                    POST  302 403 403 403 403 403 200 403 404
associations:spending-edit                   GET   302 403 403 403 403 403 200 403 404
associations:spending-edit                   POST  302 403 403 403 403 403 200 403 404
associations:spending-delete                 GET   302 403 403 403 403 403 200 403 404
associations:spending-delete                 POST  302 403 403 403 403 403 302 403 404
associations:communication-add               GET   302 403 403 403 403 403 200 403 404
associations:communication-add               POST  302 403 403 403 403 403 200 403 404
associations:communication-edit              GET   302 403 403 403 403 403 200 403 404
associations:communication-edit              POST  302 403 403 403 403 403 200 403 404
associations:communication-delete            GET   302 403 403 403 403 403 200 403 404
associations:communication-delete            POST  302 403 403 403 403 403 302 403 404

# annexes
associations:annex-add                       GET   302 200 200 200 403 403 403 403 403
associations:annex-add                       POST  302 200 200 200 403 403 403 403 403
associations:annex-detail                    GET   302 200 200 200 200 200 200 200 404
associations:annex-detail                    POST  302 405 405 405 405 405 405 405 405
associations:annex-edit                      GET   302 200 200 200 403 403 403 403 403
associations:annex-edit                      POST  302 200 200 200 403 403 403 403 403
associations:annex-resolve                   GET   302 302 302 302 403 403 403 403 403
associations:annex-resolve                   POST  302 302 302 302 403 403 403 403 403
associations:annex-move                      GET   302 200 200 200 403 403 403 403 403
associations:annex-move                      POST  302 200 200 200 403 403 403 403 403

# needs
associations:funding-add                     GET   302 200 200 200 403 403 403 403 403
associations:funding-add                     POST  302 200 200 200 403 403 403 403 403
associations:milestone-detail                GET   302 200 200 200 200 200 200 200 404
associations:milestone-detail                POST  302 405 405 405 405 405 405 405 405
associations:milestone-deliver               GET   302 200 200 200 403 403 200 403 404
associations:milestone-deliver               POST  302 200 200 200 403 403 200 403 404
associations:milestone-accept                GET   302 200 200 200 403 403 403 403 403
associations:milestone-accept                POST  302 200 200 200 403 403 403 403 403
associations:milestone-refuse                GET   302 200 200 200 403 403 403 403 403
associations:milestone-refuse                POST  302 200 200 200 403 403 403 403 403
associations:need-list                       GET   302 200 200 200 200 200 200 200 200
associations:need-list                       POST  302 405 405 405 405 405 405 405 405
associations:need-add                        GET   302 200 200 200 403 403 200 403 200
associations:need-add                        POST  302 200 200 200 403 403 200 403 200
associations:need-detail                     GET   302 200 200 200 200 200 200 200 404
associations:need-detail                     POST  302 405 405 405 405 405 405 405 405
associations:need-edit                       GET   302 200 200 200 403 403 200 403 404
associations:need-edit                       POST  302 200 200 200 403 403 200 403 404
associations:need-answer                     GET   302 200 200 200 403 403 403 403 403
associations:need-answer                     POST  302 200 200 200 403 403 403 403 403

associations:need-shares                     GET   302 200 200 200 200 200 200 200 200
associations:need-shares                     POST  302 405 405 405 405 405 405 405 405

# workshops
associations:conclusion-close                GET   302 200 200 200 403 403 403 403 404
associations:conclusion-close                POST  302 200 200 200 403 403 403 403 404
associations:workshop-list                   GET   302 200 200 200 200 200 200 200 200
associations:workshop-list                   POST  302 405 405 405 405 405 405 405 405
associations:workshop-detail                 GET   302 200 200 200 200 200 200 200 404
associations:workshop-detail                 POST  302 405 405 405 405 405 405 405 405

# enterprises
enterprises:enterprise-list                  GET   302 200 200 200 200 200 200 200 200
enterprises:enterprise-list                  POST  302 405 405 405 405 405 405 405 405
enterprises:enterprise-add                   GET   302 200 200 200 403 403 200 403 200
enterprises:enterprise-add                   POST  302 200 200 200 403 403 200 403 200
enterprises:enterprise-detail                GET   302 200 200 200 200 200 200 200 404
enterprises:enterprise-detail                POST  302 405 405 405 405 405 405 405 405
enterprises:enterprise-edit                  GET   302 200 200 200 403 403 200 403 404
enterprises:enterprise-edit                  POST  302 200 200 200 403 403 200 403 404

# courses
enterprises:course-list                      GET   302 200 200 200 200 200 200 200 200
enterprises:course-list                      POST  302 405 405 405 405 405 405 405 405
enterprises:course-detail                    GET   302 200 200 200 200 200 200 200 404
enterprises:course-detail                    POST  302 405 405 405 405 405 405 405 405
enterprises:course-edit                      GET   302 403 403 403 403 403 200 403 404
enterprises:course-edit                      POST  302 403 403 403 403 403 200 403 404
enterprises:course-delete                    GET   302 403 403 403 403 403 200 403 404
enterprises:course-delete                    POST  302 403 403 403 403 403 302 403 404

# supports
enterprises:support-detail                   GET   302 200 200 200 200 200 200 200 404
enterprises:support-detail                   POST  302 405 405 405 405 405 405 405 405
enterprises:support-edit                     GET   302 403 403 403 403 403 200 403 404
enterprises:support-edit                     POST  302 403 403 403 403 403 200 403 404
enterprises:support-delete                   GET   302 403 403 403 403 403 200 403 404
enterprises:support-delete                   POST  302 403 403 403 403 403 302 403 404
enterprises:support-add                      GET   302 403 403 403 403 403 200 403 404
enterprises:support-add                      POST  302 403 403 403 403 403 200 403 404
enterprises:support-replace                  GET   302 403 403 403 403 403 200 403 404
enterprises:support-replace                  POST  302 403 403 403 403 403 200 403 404
enterprises:course-replace                   GET   302 403 403 403 403 403 200 403 404
enterprises:course-replace                   POST  302 403 403 403 403 403 200 403 404
associations:spending-replace                GET   302 403 403 403 403 403 200 403 404
associations:spending-replace                POST  302 403 403 403 403 403 200 403 404
associations:communication-replace           GET   302 403 403 403 403 403 200 403 404
associations:communication-replace           POST  302 403 403 403 403 403 200 403 404
enterprises:course-add                       GET   302 403 403 403 403 403 200 403 404
enterprises:course-add                       POST  302 403 403 403 403 403 200 403 404

# measurements
enterprises:measurement-add                  GET   302 403 403 403 403 403 200 403 404
enterprises:measurement-add                  POST  302 403 403 403 403 403 200 403 404
enterprises:measurement-edit                 GET   302 403 403 403 403 403 200 403 404
enterprises:measurement-edit                 POST  302 403 403 403 403 403 200 403 404
enterprises:measurement-delete               GET   302 403 403 403 403 403 200 403 404
enterprises:measurement-delete               POST  302 403 403 403 403 403 302 403 404

# sign-in
account_login                                GET   200 302 302 302 302 302 302 302 302
account_login                                POST  200 302 302 302 302 302 302 302 302
account_logout                               GET   302 200 200 200 200 200 200 200 200
account_logout                               POST  302 302 302 302 302 302 302 302 302
account_inactive                             GET   200 200 200 200 200 200 200 200 200
account_inactive                             POST  405 405 405 405 405 405 405 405 405
account_reauthenticate                       GET   302 200 200 200 200 200 200 200 200
account_reauthenticate                       POST  302 200 200 200 200 200 200 200 200
account_change_password                      GET   302 200 200 200 200 200 200 200 200
account_change_password                      POST  302 200 200 200 200 200 200 200 200
account_reset_password                       GET   200 200 200 200 200 200 200 200 200
account_reset_password                       POST  200 200 200 200 200 200 200 200 200
account_reset_password_done                  GET   200 200 200 200 200 200 200 200 200
account_reset_password_done                  POST  405 405 405 405 405 405 405 405 405
account_reset_password_from_key              GET   200 200 200 200 200 200 200 200 200
account_reset_password_from_key              POST  200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done         GET   200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done         POST  405 405 405 405 405 405 405 405 405
set_language                                 GET   302 302 302 302 302 302 302 302 302
set_language                                 POST  302 302 302 302 302 302 302 302 302
"""


def _parsed(text):
    table = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if not line.startswith("#"):
            name, method, *codes = line.split()
            table.setdefault(name, {})[method] = dict(zip(CAST, map(int, codes), strict=True))
    return table


PORTAL = _parsed(_TABLE)


def portal_codes(name, method):
    """Return ``{person: code}`` for one address of the portal."""
    return PORTAL[name][method]


# --- admin: from the roles' own table, with what the admin keeps closed to everybody ---------------------------------

# What reports, services and the ledger write; the admin only shows it.
READ_ONLY = {
    "accounts.auditevent",
    "accounts.mail",
    "programme.posting",
    "programme.entry",
    "associations.reportreview",
    "associations.reportcomment",
    "associations.spending",
    "associations.communication",
    "enterprises.trainingcourse",
    "enterprises.enrolment",
}
# Associations record supports; what was approved is cancelled or ended, not deleted.
NOT_ADDED = {"enterprises.support"}
# Parts of an agreement are deleted only while it is a draft; the world's is in force.
_PARTS = {f"associations.{name}" for name in ("annex", "milestone", "funding", "solutionpackage", "packageitem")}
NOT_DELETED = {"associations.agreement"} | _PARTS
# Entries were counted under the one that the world has.
NOT_CHANGED = {"programme.indicatorversion"}
# All that must be filled in is kept as it was given: an empty form is complete.
COMPLETE_WHEN_EMPTY = {"programme.target"}
# What a report says is its association's; staff open it, move its due date, and enter what was measured.
BY_ANOTHER_RIGHT = {
    ("associations.periodicreport", "add"): "associations.open_periodicreport",
    ("associations.periodicreport", "change"): "associations.open_periodicreport",
    ("enterprises.support", "change"): "enterprises.change_measurement",
}
# Rows that are not even there for who may not view them.
HIDDEN = {"accounts.auditevent", "accounts.mail"}

# Pages of the admin that belong to no model: {name: {method: code}} for staff.
SITE_PAGES = {
    "admin:index": {"GET": 200, "POST": 200},
    "admin:login": {"GET": 302, "POST": 302},
    "admin:logout": {"GET": 302, "POST": 302},
    "admin:password_change": {"GET": 302, "POST": 302},
    "admin:password_change_done": {"GET": 302, "POST": 302},
    "admin:autocomplete": {"GET": 403, "POST": 405},  # without saying which box
    "admin:jsi18n": {"GET": 200, "POST": 405},
    "admin:app_list": {"GET": 200, "POST": 200},
    "admin:view_on_site": {"GET": 302, "POST": 302},
    "admin:(admin/(?P<url>.*)$)": {"GET": 404, "POST": 404},
}


def admin_code(name, method, user):
    """Return the code that the admin must answer ``user`` with: the visitor signs in, staff do what the role says."""
    if name == "admin:login":
        return 302
    if user is None:
        return 302
    if user.role not in STAFF_ROLES:
        return 403
    if name in SITE_PAGES:
        return SITE_PAGES[name][method]
    label, verb = model_and_verb(name)
    return _model_code(label, verb, method, permissions_of(user.role))


def model_and_verb(name):
    """Return ``("app.model", verb)`` of an admin URL name such as admin:programme_task_add."""
    if name == "admin:auth_user_password_change":
        return "accounts.user", "password"
    if name.startswith("admin:("):  # the short address of a record, which leads to its page
        _admin, app, model, *_rest = name.removeprefix("admin:(").split("/")
        return f"{app}.{model}", "short"
    app, model, verb = name.removeprefix("admin:").rsplit("_", 2)
    return f"{app}.{model}", verb


def _model_code(label, verb, method, permissions):
    app, model = label.split(".")

    def may(action, closed=frozenset()):
        if (label, action) in BY_ANOTHER_RIGHT:
            return BY_ANOTHER_RIGHT[label, action] in permissions
        return f"{app}.{action}_{model}" in permissions and label not in READ_ONLY | closed

    may_view = any(f"{app}.{action}_{model}" in permissions for action in ("view", "change"))
    if verb == "short":
        return 302
    if verb == "move":  # an act that does not exist; those that do are tested where they are
        return 405 if method == "GET" else 404 if may_view or label in HIDDEN else 403
    if verb in ("add", "delete"):
        closed = NOT_ADDED if verb == "add" else NOT_DELETED
        return 200 if may(verb, closed) else 403
    if verb in ("change", "password"):
        if method == "GET" and verb == "change":
            return 200 if may_view else 403
        if may("change", NOT_CHANGED):
            return 302 if label in COMPLETE_WHEN_EMPTY and verb == "change" and method == "POST" else 200
        return 403
    if verb == "history" and label in HIDDEN:
        return 200 if may_view else 404
    return 200 if may_view else 403
