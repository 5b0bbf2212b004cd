"""Reminders over sixty days, and a journey during which no mail server answers: everything once, nothing twice."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Mail, Notification, Reminder, User
from accounts.notifications import queue_digests, send_waiting
from associations import services
from associations.models import Agreement, Milestone, Need
from associations.report_drafts import save_texts
from associations.report_services import accept_report, open_report, return_report, submit_report
from portal.reminders import send_reminders
from tests import builders, world

FIRST = dt.date(2026, 3, 1)
TERM = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}


def day(number):
    """The day with this number of the sixty simulated ones."""
    return FIRST + dt.timedelta(days=number)


@pytest.fixture
def agreement(alpha, officer, approver):
    return builders.agreement(alpha, prepared_by=officer, approved_by=approver, **TERM)


@pytest.fixture
def sent():
    """Return a function: ``[(day's number, kind, recipient)]`` of all reminders, in order."""

    def read():
        rows = Reminder.objects.select_related("recipient").order_by("sent_on", "kind", "recipient__full_name")
        return [((row.sent_on - FIRST).days, row.kind, row.recipient.full_name) for row in rows]

    return read


def report_due(agreement, number):
    return builders.report(agreement, starts_on=day(-60), ends_on=day(-1), due_on=day(number))


def conclusion_due(number, **fields):
    row = builders.workshop(held_on=day(-5)).conclusions.get()
    for name, value in fields.items():
        setattr(row, name, value)
    row.due_on = day(number)
    row.save()
    return row


def test_sixty_days_of_reminders_are_exactly_the_expected_ones(
    agreement, alpha_editor, alpha_viewer, beta_editor, officer, approver, administrator, sent
):
    """Two runs a day; the report is sent late, the milestone delivered in time, the conclusion an administrator's."""
    report = report_due(agreement, 20)
    Milestone.objects.create(agreement=agreement, position=1, title="Sản phẩm", due_on=day(30))
    conclusion_due(50, owner_user=administrator)

    for number in range(60):
        if number == 25:
            Milestone.objects.update(status="delivered")
        if number == 40:
            type(report).objects.update(status="submitted", submitted_by=alpha_editor, submitted_at=timezone.now())
        send_reminders(day(number))
        assert send_reminders(day(number)) == 0

    assert sent() == [
        (13, "week_before", "alpha-editor"),
        (19, "day_before", "alpha-editor"),
        (23, "late", "alpha-editor"),
        (23, "superior", "approver"),
        (23, "week_before", "alpha-editor"),
        (43, "week_before", "administrator"),
        (49, "day_before", "administrator"),
        (53, "late", "administrator"),
        (53, "superior", "approver"),
    ]
    told = Notification.objects.filter(event__startswith="reminder.")
    assert told.count() == 9
    assert told.filter(event="reminder.late", recipient=alpha_editor).get().subject == (
        f"Quá hạn từ ngày 21/03/2026: {agreement.association.label}, {report}"
    )


def test_days_on_which_nothing_ran_are_made_up_for_within_the_step(agreement, alpha_editor, approver, sent):
    report_due(agreement, 20)

    for number in (15, 18, 24, 31):
        send_reminders(day(number))

    assert sent() == [
        (15, "week_before", "alpha-editor"),
        (24, "late", "alpha-editor"),
        (24, "superior", "approver"),
    ]


def test_a_due_date_that_is_moved_is_reminded_of_anew(agreement, alpha_editor, sent):
    report = report_due(agreement, 20)
    send_reminders(day(13))
    report.due_on = day(30)
    report.save()

    send_reminders(day(23))

    assert sent() == [(13, "week_before", "alpha-editor"), (23, "week_before", "alpha-editor")]


def test_what_is_done_suspended_or_long_late_is_not_reminded_of(agreement, alpha_editor, approver, officer, sent):
    report_due(agreement, 20)
    conclusion_due(20, status="dropped", outcome="Không còn phù hợp")
    Agreement.objects.update(status=Agreement.Status.SUSPENDED)
    send_reminders(day(13))
    Agreement.objects.update(status=Agreement.Status.IN_FORCE)
    send_reminders(day(30))

    assert sent() == []


def test_the_daily_command_reminds_and_writes_digests_once(agreement, alpha_editor, capsys):
    report_due(agreement, (timezone.localdate() - FIRST).days + 7)

    for _run in range(2):
        call_command("daily")
        call_command("mail_notifications")

    written = capsys.readouterr().out.splitlines()
    said = [line for line in written if line.startswith(("reminders", "digests"))]
    assert said == ["reminders written: 1", "digests queued: 1", "reminders written: 0", "digests queued: 0"]
    assert [message.to for message in mail.outbox] == [[alpha_editor.email]]


def test_a_conclusion_of_no_account_is_the_officers(officer, approver, sent):
    conclusion_due(20)
    send_reminders(day(13))

    assert sent() == [(13, "week_before", "officer")]


def test_a_conclusion_of_a_closed_account_is_the_officers(alpha_editor, officer, approver, sent):
    conclusion_due(20, owner_user=alpha_editor)
    User.objects.filter(pk=alpha_editor.pk).update(is_active=False)
    send_reminders(day(13))

    assert sent() == [(13, "week_before", "officer")]


@pytest.mark.django_db(transaction=True)
def test_a_whole_journey_without_a_mail_server_is_mailed_once_when_it_is_back(
    agreement, alpha, alpha_editor, officer, approver, settings
):
    alive = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    day_of = timezone.localdate()
    travel(agreement, alpha, alpha_editor, officer, approver)
    queue_digests(day_of)
    now = timezone.now()
    for minutes in range(0, 300, 5):
        assert send_waiting(now + dt.timedelta(minutes=minutes)).sent == 0
    notices = Notification.objects.count()
    assert notices == Notification.objects.filter(emailed_at=None).count() > 8

    settings.EMAIL_BACKEND = alive
    for minutes in range(300, 600, 5):
        send_waiting(now + dt.timedelta(minutes=minutes))

    assert not Notification.objects.filter(emailed_at=None).exists()
    assert not Mail.objects.undelivered().exists()
    text = "\n".join(message.body for message in mail.outbox)
    found = {row.pk: mails_about(row) for row in Notification.objects.select_related("recipient")}
    assert set(found.values()) == {1}, text


def mails_about(notice):
    """How often a notice stands in the mails to its recipient; alike ones count together."""
    bodies = "\n".join(message.body for message in mail.outbox if message.to == [notice.recipient.email])
    alike = Notification.objects.filter(recipient=notice.recipient, subject=notice.subject).count()
    return bodies.count(notice.subject) / alike


def travel(agreement, association, editor, officer, approver):
    """A need stated and answered; a report opened, sent, returned, sent again and accepted."""
    world.reference()
    need = services.state_need(association, by=editor, title="Đào tạo")
    services.answer_need(need, by=officer, status=Need.Status.DECLINED, answer="Chưa có kinh phí")
    period = {"period_starts_on": TERM["starts_on"], "period_ends_on": dt.date(2026, 6, 30)}
    report = open_report(agreement, builders.report_type(), by=officer, due_on=dt.date(2026, 7, 15), **period)
    type(report).objects.filter(pk=report.pk).update(narrative="Không có kết quả trong kỳ")
    report = submit_report(report, by=editor, revision=report.revision)
    report = return_report(report, by=officer, reason="Bổ sung thuyết minh", revision=report.revision)
    report = save_texts(report, by=editor, revision=report.revision, narrative="Không có kết quả do thiếu kinh phí")
    report = submit_report(report, by=editor, revision=report.revision)
    accept_report(report, by=approver, revision=report.revision)
