"""Who signs in, and what is fetched with the signed-in user on every request."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Notification, User


class AccountBackend(ModelBackend):
    """Sign-in by e-mail and password; the number of unread notifications comes with the user."""

    def get_user(self, user_id):
        unread = Notification.objects.filter(recipient=OuterRef("pk"), read_at=None).order_by().values("recipient")
        count = Subquery(unread.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        user = User.objects.annotate(unread_count=Coalesce(count, 0)).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
