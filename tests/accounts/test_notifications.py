import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from accounts.models import Notification
from accounts.notifications import mail_notification, notify

EVENT = {"subject": "Report returned: %(report)s", "values": {"report": "quý I"}, "path": "/reports/1/"}


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_mailed_once_in_the_programmes_language(alpha_editor):
    with override("en"):
        [notice] = notify([alpha_editor], "report.returned", **EVENT)
    mail_notification.call(notice.pk)

    [message] = mail.outbox
    assert message.to == [alpha_editor.email]
    assert "quý I" in message.subject
    assert "Report returned" not in message.subject
    assert "/reports/1/" in message.body
    notice.refresh_from_db()
    assert notice.emailed_at is not None


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_mail_server_left_is_mailed_later(alpha_editor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    [notice] = notify([alpha_editor], "report.returned", **EVENT)
    assert Notification.objects.get(pk=notice.pk).emailed_at is None

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("mail_notifications")
    call_command("mail_notifications")

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_mail_server_answers(alpha_editor, monkeypatch):
    """A mail server that hangs must not hold the database, which on SQLite has one writer."""
    row = Notification.objects.create(recipient=alpha_editor, event="x", subject="x")
    seen = []

    def send(*args):
        seen.append((connection.in_atomic_block, Notification.objects.get(pk=row.pk).emailed_at is not None))
        mail_notification.call(row.pk)  # a second worker finds it claimed

    monkeypatch.setattr("accounts.notifications.send_mail", send)
    mail_notification.call(row.pk)

    assert seen == [(False, True)]


def test_users_who_left_get_no_mail(alpha_editor):
    alpha_editor.is_active = False
    alpha_editor.save()

    notify([alpha_editor], "report.returned", **EVENT)

    assert mail.outbox == []
