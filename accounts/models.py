"""Users, what they did, and what they are told."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import ASSOCIATION_ROLES, NATIONAL_ROLES, STAFF_ROLES, Role, permissions_of
from common.fields import FoldedField, NameField
from common.querysets import SearchableQuerySet


class UserQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff who manage or audit see every account; everybody else sees only the own one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("accounts.view_user"):
            return self
        return self.filter(pk=user.pk)

    def with_permission(self, permission):
        """Active users whose role holds ``permission``."""
        roles = [role for role in Role if permission in permissions_of(role)]
        return self.filter(is_active=True, role__in=roles)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        """Create and return a user; the e-mail address is kept in lower case and is the sign-in name."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class MailMode(models.TextChoices):
    """How a user wants to be mailed what is not urgent; ``accounts.events`` says what is."""

    DIGEST = "digest", _("one e-mail a day with everything that is new")
    SINGLE = "single", _("an e-mail for each message")


class User(AbstractBaseUser):
    """Somebody who signs in by e-mail with exactly one role; ``accounts.roles`` says what the role may do."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    full_name = NameField(_("full name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    position = models.CharField(_("position"), max_length=150, blank=True)
    mail_mode = models.CharField(
        _("e-mails about what happens"), max_length=6, choices=MailMode.choices, default=MailMode.DIGEST
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Clear this instead of deleting an account: what it did stays readable.")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    date_joined = models.DateTimeField(_("created at"), auto_now_add=True)
    folded = FoldedField(sources=("full_name", "email"))

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "role"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["full_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mail_mode__in=MailMode.values), name="accounts_user_mail_mode_known"
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message=_("There is an account with this e-mail address already."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_user_role_known"),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("admin:accounts_user_change", args=[self.pk])

    @property
    def is_staff(self):
        """Whether the admin lets this user in."""
        return self.is_active and self.role in STAFF_ROLES

    @property
    def sees_all_associations(self):
        return self.is_active and self.role in NATIONAL_ROLES

    @property
    def acts_for_association(self):
        return self.is_active and self.role in ASSOCIATION_ROLES

    @cached_property
    def own_associations(self):
        """The associations this user acts for; one query a request.

        The reverse relation is declared above this app, by ``associations.Membership``.
        """
        if not self.acts_for_association:
            return ()
        rows = self.memberships.select_related("association").order_by("association__sort_key")
        return tuple(row.association for row in rows)

    @cached_property
    def association_codes(self):
        return tuple(sorted(association.code for association in self.own_associations))

    def has_perm(self, permission, obj=None):
        return self.is_active and permission in permissions_of(self.role)

    def has_perms(self, permissions, obj=None):
        return all(self.has_perm(permission) for permission in permissions)

    def has_module_perms(self, app_label):
        return self.is_active and any(name.startswith(f"{app_label}.") for name in permissions_of(self.role))

    def get_short_name(self):
        return self.full_name


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The trail names people and old values: only those who manage or audit read it."""
        if user.is_authenticated and user.has_perm("accounts.view_auditevent"):
            return self
        return self.none()


class AuditEvent(models.Model):
    """One act of one user on one record. Written by ``accounts.audit.record`` only; never changed."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        User, models.PROTECT, related_name="audit_events", null=True, blank=True, verbose_name=_("by")
    )
    action = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(_("kind of record"), max_length=80)
    object_id = models.CharField(_("record"), max_length=40, blank=True)
    object_label = models.CharField(_("record as then named"), max_length=300, blank=True)
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="accounts_audit_object"),
            models.Index(fields=["-at"], name="accounts_audit_at"),
        ]

    def __str__(self):
        return f"{self.action} {self.object_label}"


class MailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Mails name people and what they are told: who manages accounts reads them, to see what was not delivered."""
        if user.is_authenticated and user.has_perm("accounts.view_mail"):
            return self
        return self.none()

    def undelivered(self):
        return self.filter(sent_at=None)

    def free(self, now, lease):
        """Mails that may be sent now: not sent, held by nobody for longer than ``lease``, not put off.

        Only columns of the mail itself, so that a claim by UPDATE is judged on the row as it is then.
        """
        is_free = models.Q(claimed_at=None) | models.Q(claimed_at__lte=now - lease)
        is_due = models.Q(retry_at=None) | models.Q(retry_at__lte=now)
        return self.undelivered().filter(is_free, is_due)


class Mail(models.Model):
    """One e-mail in the queue, as it will be read. Written and sent by ``accounts.notifications`` only.

    ``claimed_at`` says that a process is sending it now, ``retry_at`` until when it is put off after a failure.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="mails", verbose_name=_("recipient"))
    subject = models.CharField(_("subject"), max_length=320)
    body = models.TextField(_("text"))
    digest_on = models.DateField(_("digest of"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("being sent since"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    last_error = models.CharField(_("what the mail server said"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "digest_on"], name="accounts_mail_one_digest_a_day"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(sent_at=None), name="accounts_mail_waiting"),
        ]

    def __str__(self):
        return self.subject


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user) if user.is_authenticated and user.is_active else self.none()

    def unread(self):
        return self.filter(read_at=None)

    def waiting_for_digest(self):
        """What was neither mailed nor read: who saw it in the portal needs no e-mail about it."""
        return self.unread().filter(mail=None, emailed_at=None, recipient__is_active=True)


class Notification(models.Model):
    """A message to one user, shown in the portal and sent by e-mail by the worker."""

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications", verbose_name=_("recipient"))
    event = models.CharField(_("event"), max_length=60)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    path = models.CharField(_("page"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    emailed_at = models.DateTimeField(_("e-mailed at"), null=True, blank=True)
    # Without one, it waits for the daily digest.
    mail = models.ForeignKey(
        Mail, models.SET_NULL, related_name="notifications", null=True, blank=True, verbose_name=_("e-mail")
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at", "-created_at"], name="accounts_inbox")]

    def __str__(self):
        return self.subject


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user) if user.is_authenticated and user.is_active else self.none()


class Reminder(models.Model):
    """That one user was reminded of one due date of one record; what keeps a reminder from going out twice.

    A record whose due date is moved is reminded of anew.
    """

    class Kind(models.TextChoices):
        WEEK_BEFORE = "week_before", _("a week before")
        DAY_BEFORE = "day_before", _("a day before")
        LATE = "late", _("three days late")
        SUPERIOR = "superior", _("three days late, to the superior")

    object_type = models.CharField(_("kind of record"), max_length=80)
    object_id = models.CharField(_("record"), max_length=40)
    kind = models.CharField(_("reminder"), max_length=12, choices=Kind.choices)
    due_on = models.DateField(_("due on"), editable=False)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="reminders", verbose_name=_("recipient"))
    sent_on = models.DateField(_("sent on"))

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "kind", "due_on", "recipient"], name="accounts_reminder_once"
            ),
        ]

    def __str__(self):
        return f"{self.object_type} {self.object_id}: {self.get_kind_display()}"
