"""Messages to users: kept in the portal, mailed at once or in a daily digest through a queue in the database.

A mail is a row, so a dead mail server loses nothing and no page waits for it. A process takes a mail by setting
``claimed_at`` and sends it with no transaction open. When it dies in the middle nobody knows whether the server had
taken the mail: it goes out again once the claim is older than ``LEASE``. So a mail is sent at least once, and twice
only when a process was killed between the server's answer and the note of it; both copies then bear one Message-ID.
"""

import smtplib
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from accounts import audit
from accounts.events import Heading, event_of
from accounts.models import Mail, MailMode, Notification, User
from common.text import squeeze

# Much longer than a mail server is waited for (EMAIL_TIMEOUT).
LEASE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=1)
BATCH = 200
# The server works but does not take this mail; the next one may go through.
_REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)


def notify(users, event, *, subject, body="", values=None, path=""):
    """Write one notification a user and queue its e-mail in the same transaction. Returns the notifications.

    What is rolled back is not mailed. ``subject`` and ``body`` are msgids, put into the programme's language with
    ``values``, whichever language the actor reads; ``path`` is the portal page that the message is about. Urgent
    events, and all for a user who wants that, are mailed at once; the others wait for ``queue_digests``.
    """
    with override(settings.LANGUAGE_CODE):
        title = squeeze(gettext(subject) % (values or {}))  # a line break would make a mail that no server takes
        text = gettext(body) % (values or {}) if body else ""
    rows = [Notification(recipient=user, event=event, subject=title[:300], body=text, path=path) for user in users]
    with transaction.atomic():
        for row in rows:
            row.mail = _single_mail(row) if _is_mailed_at_once(row) else None
        Mail.objects.bulk_create(row.mail for row in rows if row.mail)
        return Notification.objects.bulk_create(rows)


def queue_digests(day):
    """Queue one e-mail a user with all that waits for the digest. Returns how many; a second run that day adds none."""
    waiting = Notification.objects.waiting_for_digest()
    users = User.objects.filter(pk__in=waiting.values("recipient")).exclude(mails__digest_on=day)
    return sum(_queue_digest(pk, day) for pk in users.values_list("pk", flat=True))


@dataclass(slots=True)
class Sweep:
    """What one run over the queue did; ``error`` is what the mail server said when it failed altogether."""

    sent: int = 0
    refused: int = 0
    error: str = ""


def send_waiting(now=None):
    """Send the mails that are due, oldest first. Returns a ``Sweep``; ends at the first failure of the server itself.

    A mail that fails is put off, each time twice as long, up to an hour; it is never given up. ``now`` stands for the
    clock in tests; without it each mail is claimed at its own moment, as a slow server may take longer than ``LEASE``
    for all of them.
    """
    clock, sweep = (lambda: now) if now else timezone.now, Sweep()
    free = Mail.objects.free(clock(), LEASE).filter(recipient__is_active=True).order_by("pk")
    for pk in list(free.values_list("pk", flat=True)[:BATCH]):
        claimed_at = clock()
        claim = Mail.objects.free(claimed_at, LEASE).filter(pk=pk)
        if not claim.update(claimed_at=claimed_at, attempts=F("attempts") + 1):
            continue  # another process took it
        mail = Mail.objects.select_related("recipient").get(pk=pk)
        try:
            _message(mail).send()
        except _REFUSED as error:
            _put_off(mail, error, clock())
            sweep.refused += 1
        except Exception as error:
            # Whatever it was, no mail is lost, and the next one would fail alike.
            _put_off(mail, error, clock())
            sweep.error = _words(error)
            break
        else:
            _mark_sent(mail, clock())
            sweep.sent += 1
    return sweep


@transaction.atomic
def retry(mails, *, by):
    """Have ``mails`` that were put off tried again with the next run. One that is being sent now is left alone."""
    Mail.objects.undelivered().filter(pk__in=[mail.pk for mail in mails]).update(retry_at=None)
    for mail in mails:
        audit.record("mail.retry", mail, by=by)


def _is_mailed_at_once(row):
    user = row.recipient
    return user.is_active and (event_of(row.event).is_urgent or user.mail_mode == MailMode.SINGLE)


def _single_mail(row):
    with override(settings.LANGUAGE_CODE):
        return Mail(
            recipient=row.recipient,
            subject=_titled(row.subject),
            body=_written("accounts/email/notification.txt", notification=row, user=row.recipient),
        )


def _titled(title):
    """Return the subject of an e-mail: whose it is stands first."""
    return gettext("[Programme 712]") + " " + title


@transaction.atomic
def _queue_digest(user_pk, day):
    """Return whether the user got a digest. His row is locked, so that two runs at once make one."""
    user = User.objects.select_for_update().get(pk=user_pk)
    rows = list(Notification.objects.waiting_for_digest().filter(recipient=user).order_by("pk"))
    if not rows or user.mails.filter(digest_on=day).exists():
        return False
    with override(settings.LANGUAGE_CODE):
        words = {"day": date_format(day, "SHORT_DATE_FORMAT"), "count": len(rows)}
        title = gettext("News of %(day)s: %(count)d message(s)") % words
        mail = Mail.objects.create(
            recipient=user,
            digest_on=day,
            subject=_titled(title),
            body=_written("accounts/email/digest.txt", user=user, parts=_parts(rows), **words),
        )
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mail=mail)
    return True


def _parts(rows):
    """Return ``[(heading, notifications)]`` in the order of the headings, oldest first in each."""
    order = list(Heading)
    headings = {row.pk: event_of(row.event).heading for row in rows}
    ordered = sorted(rows, key=lambda row: order.index(headings[row.pk]))
    return [(heading.label, list(part)) for heading, part in groupby(ordered, key=lambda row: headings[row.pk])]


def _written(template, **context):
    return render_to_string(template, {"site": settings.SITE_URL, **context}).strip() + "\n"


def _message(mail):
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
    return EmailMessage(
        mail.subject,
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient.email],
        headers={"Message-ID": f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@{host}>"},
    )


@transaction.atomic
def _mark_sent(mail, now):
    Mail.objects.filter(pk=mail.pk).update(sent_at=now, claimed_at=None, retry_at=None, last_error="")
    mail.notifications.update(emailed_at=now)


def _put_off(mail, error, now):
    pause = min(timedelta(minutes=2 ** min(mail.attempts - 1, 10)), LONGEST_PAUSE)
    Mail.objects.filter(pk=mail.pk).update(claimed_at=None, retry_at=now + pause, last_error=_words(error))


def _words(error):
    return f"{type(error).__name__}: {error}"[:300]
