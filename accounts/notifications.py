"""Messages to users: kept in the portal, mailed by the worker, one function that sends."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task

from accounts.models import Notification


def notify(users, event, *, subject, body="", values=None, path=""):
    """Write one notification a user and queue its e-mail in the same transaction.

    The queue is a table, so what is rolled back is not mailed and a dead mail server loses nothing. ``subject`` and
    ``body`` are msgids, put into the programme's language with ``values``, whichever language the actor reads;
    ``path`` is the portal page that the message is about. Returns the notifications.
    """
    with override(settings.LANGUAGE_CODE):
        title = gettext(subject) % (values or {})
        text = gettext(body) % (values or {}) if body else ""
    rows = Notification.objects.bulk_create(
        Notification(recipient=user, event=event, subject=title[:300], body=text, path=path) for user in users
    )
    for row in rows:
        mail_notification.enqueue(row.pk)
    return rows


@task()
def mail_notification(pk):
    """Send one notification by e-mail, once: a second run finds ``emailed_at`` set and sends nothing."""
    row = Notification.objects.select_related("recipient").get(pk=pk)
    if row.emailed_at or not row.recipient.is_active:
        return
    with override(settings.LANGUAGE_CODE):
        text = render_to_string("accounts/email/notification.txt", {"notification": row, "site": settings.SITE_URL})
        send_mail(
            f"{gettext('[Programme 712]')} {row.subject}", text, settings.DEFAULT_FROM_EMAIL, [row.recipient.email]
        )
    Notification.objects.filter(pk=pk).update(emailed_at=timezone.now())
