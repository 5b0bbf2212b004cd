"""Notices and their e-mails: once each, whatever the mail server does, at once or in one digest a day."""

import datetime as dt
from itertools import count

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Mail, MailMode, Notification
from accounts.notifications import LEASE, notify, queue_digests, retry, send_waiting

URGENT = {"subject": "Report returned: %(report)s", "values": {"report": "quý I"}, "path": "/reports/1/"}
NEWS = {"subject": "Report accepted: %(report)s", "values": {"report": "quý I"}, "path": "/reports/1/"}
DAY = dt.date(2026, 3, 2)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dead_server(settings):
    """A mail server that nobody answers for; calling the fixture brings it up."""
    alive = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    def bring_up():
        settings.EMAIL_BACKEND = alive

    return bring_up


def later(**pause):
    return timezone.now() + dt.timedelta(**pause)


def test_an_urgent_notice_is_mailed_once_in_the_programmes_language(alpha_editor):
    with override("en"):
        [notice] = notify([alpha_editor], "report.returned", **URGENT)
    assert mail.outbox == []  # no page waits for a mail server

    call_command("mail_notifications")
    call_command("mail_notifications")

    [message] = mail.outbox
    assert message.to == [alpha_editor.email]
    assert message.subject == "[Chương trình 712] Báo cáo bị trả lại: quý I"
    assert f"Kính gửi Ông/Bà {alpha_editor.full_name}," in message.body
    assert "/reports/1/" in message.body
    assert "/notifications/settings/" in message.body
    notice.refresh_from_db()
    assert notice.emailed_at == Mail.objects.get().sent_at is not None


def test_what_was_typed_on_two_lines_is_mailed_under_one(alpha_editor):
    notify([alpha_editor], "report.returned", subject="%(words)s", values={"words": "Hai\r\n dòng"})

    assert send_waiting().sent == 1
    assert mail.outbox[0].subject == "[Chương trình 712] Hai dòng"


def test_what_is_rolled_back_is_not_mailed(alpha_editor):
    with transaction.atomic():
        notify([alpha_editor], "report.returned", **URGENT)
        transaction.set_rollback(True)

    assert (Mail.objects.count(), Notification.objects.count()) == (0, 0)


def test_the_rest_comes_once_a_day_in_one_mail(alpha_editor, alpha_viewer):
    for event in ("report.accepted", "report.opened", "report.accepted"):
        notify([alpha_editor, alpha_viewer], event, **NEWS)
    assert Mail.objects.count() == 0

    assert [queue_digests(DAY), queue_digests(DAY)] == [2, 0]
    send_waiting()

    assert sorted(message.to[0] for message in mail.outbox) == sorted([alpha_editor.email, alpha_viewer.email])
    body = mail.outbox[0].body
    assert body.count("\n- ") == 3
    assert body.index("VIỆC CẦN XỬ LÝ") < body.index("ĐỂ BIẾT")
    assert not Notification.objects.filter(emailed_at=None).exists()


def test_what_was_read_in_the_portal_is_in_no_digest(alpha_editor):
    notify([alpha_editor], "report.accepted", **NEWS)
    Notification.objects.update(read_at=timezone.now())

    assert queue_digests(DAY) == 0


def test_who_wants_single_mails_gets_them(alpha_editor):
    alpha_editor.mail_mode = MailMode.SINGLE
    notify([alpha_editor], "report.accepted", **NEWS)

    assert send_waiting().sent == 1
    assert queue_digests(DAY) == 0


def test_a_dead_mail_server_loses_nothing_and_each_mail_goes_once(alpha_editor, beta_editor, dead_server):
    notify([alpha_editor, beta_editor], "report.returned", **URGENT)
    first = send_waiting()
    assert (first.sent, bool(first.error)) == (0, True)
    tried, untouched = Mail.objects.order_by("pk")
    assert (tried.attempts, untouched.attempts) == (1, 0)  # the first failure is the server's: the rest is spared
    assert "refused" in tried.last_error
    assert tried.retry_at > timezone.now()

    dead_server()
    assert send_waiting().sent == 1  # the other one is in its pause
    assert send_waiting(later(minutes=2)).sent == 1
    assert send_waiting(later(hours=2)).sent == 0
    assert sorted(message.to[0] for message in mail.outbox) == sorted([alpha_editor.email, beta_editor.email])


def test_each_failure_doubles_the_pause_up_to_an_hour(alpha_editor, dead_server):
    notify([alpha_editor], "report.returned", **URGENT)
    now, pauses = timezone.now(), []
    for _attempt in range(8):
        send_waiting(now)
        row = Mail.objects.get()
        pauses.append(int((row.retry_at - now).total_seconds() // 60))
        now = row.retry_at

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert row.attempts == 8


def test_an_address_that_is_refused_stops_nobody_else(alpha_editor, beta_editor):
    """A line break in a subject is refused by Django itself, as a server refuses an address."""
    Mail.objects.create(recipient=alpha_editor, subject="hai\ndòng", body="x")
    Mail.objects.create(recipient=beta_editor, subject="một dòng", body="x")

    sweep = send_waiting()

    assert (sweep.sent, sweep.refused, sweep.error) == (1, 1, "")


def test_a_mail_that_somebody_sends_is_left_until_its_lease_is_over(alpha_editor):
    """A process that was killed in mid-send: resent, with the same Message-ID, but not while it may still be alive."""
    killed_at = timezone.now()
    row = Mail.objects.create(recipient=alpha_editor, subject="x", body="x", claimed_at=killed_at, attempts=1)

    assert send_waiting(killed_at + LEASE - dt.timedelta(seconds=1)).sent == 0
    assert send_waiting(killed_at + LEASE).sent == 1
    row.refresh_from_db()
    assert (row.attempts, row.claimed_at) == (2, None)
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{row.pk}.")


def test_an_administrator_has_an_undelivered_mail_tried_again(
    alpha_editor, administrator, officer, client_for, dead_server
):
    notify([alpha_editor], "report.returned", **URGENT)
    send_waiting()
    dead_server()
    row = Mail.objects.get()
    client = client_for(administrator)

    assert "ConnectionRefusedError" in client.get("/admin/accounts/mail/").content.decode()
    assert client_for(officer).get("/admin/accounts/mail/").status_code == 403
    client.post(f"/admin/accounts/mail/{row.pk}/move/retry/", {"_confirmed": "1"})

    assert send_waiting().sent == 1
    assert client.get("/admin/accounts/mail/").content.decode().count("ConnectionRefusedError") == 0
    retry([row], by=administrator)
    assert send_waiting(later(days=1)).sent == 0


def test_users_who_left_get_no_mail(alpha_editor):
    notify([alpha_editor], "report.accepted", **NEWS)
    alpha_editor.is_active = False
    alpha_editor.save()
    notify([alpha_editor], "report.returned", **URGENT)

    assert (Mail.objects.count(), queue_digests(DAY)) == (0, 0)


def test_each_user_chooses_his_own_mails(alpha_editor, client_for):
    client = client_for(alpha_editor)
    client.post("/notifications/settings/", {"mail_mode": "single"})
    client.post("/notifications/settings/", {"mail_mode": "never"})

    alpha_editor.refresh_from_db()
    assert alpha_editor.mail_mode == MailMode.SINGLE


def test_a_long_run_holds_each_mail_from_its_own_moment(alpha_editor, monkeypatch):
    """A slow server takes longer than a claim lasts: a second process must not take what the first sends just now."""
    for number in range(2):
        Mail.objects.create(recipient=alpha_editor, subject=str(number), body="x")
    begun, ticks = timezone.now(), count()
    monkeypatch.setattr(timezone, "now", lambda: begun + LEASE * next(ticks))
    claims = []
    send = EmailMessage.send
    monkeypatch.setattr(
        EmailMessage,
        "send",
        lambda message: claims.append(Mail.objects.get(claimed_at__isnull=False).claimed_at) or send(message),
    )
    send_waiting()

    assert claims[1] - claims[0] >= LEASE
