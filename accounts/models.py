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


class User(AbstractBaseUser):
    """Somebody who signs in by e-mail with exactly one role; ``accounts.roles`` says what the role may do."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    full_name = NameField(_("full name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    position = models.CharField(_("position"), max_length=150, blank=True)
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
    def association_codes(self):
        """Codes of the associations this user acts for; one query a request.

        The reverse relation is declared above this app, by ``associations.Membership``.
        """
        if not self.acts_for_association:
            return ()
        return tuple(self.memberships.order_by("association__code").values_list("association__code", flat=True))

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


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user) if user.is_authenticated and user.is_active else self.none()

    def unread(self):
        return self.filter(read_at=None)


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

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at", "-created_at"], name="accounts_inbox")]

    def __str__(self):
        return self.subject
