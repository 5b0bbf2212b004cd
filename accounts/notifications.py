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
    """Send one notification by e-mail, once: whoever sets ``emailed_at`` sends it, and takes it back on failure.

    No transaction is open while the mail server answers, so a slow one never holds the database.
    """
    mine = Notification.objects.filter(pk=pk, emailed_at=None)
    if not mine.filter(recipient__is_active=True).update(emailed_at=timezone.now()):
        return
    try:
        _mail(Notification.objects.select_related("recipient").get(pk=pk))
    except BaseException:
        Notification.objects.filter(pk=pk).update(emailed_at=None)
        raise


def _mail(row):
    with override(settings.LANGUAGE_CODE):
        text = render_to_string("accounts/email/notification.txt", {"notification": row, "site": settings.SITE_URL})
        subject = f"{gettext('[Programme 712]')} {row.subject}"
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [row.recipient.email])


def mail_pending():
    """Send every notification that was not mailed yet, oldest first. Returns how many.

    Stops at the first failure, which is the mail server's, by letting its exception through.
    """
    waiting = Notification.objects.filter(emailed_at=None, recipient__is_active=True).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    for pk in keys:
        mail_notification.call(pk)
    return len(keys)
