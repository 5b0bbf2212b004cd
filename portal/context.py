"""What every page's frame needs."""

from django.core.cache import caches
from django.utils.functional import SimpleLazyObject

from accounts.models import Notification
from portal.menu import menu_of
from programme.models import Programme

_DEMONSTRATION_KEY = "has-demonstration-data"


def portal(request):
    """Return the menu, the number of unread notifications (one query, when shown) and whether to warn of made-up data.

    Pages that are not ours and partial pages pay nothing: each value is computed when a template asks for it.
    """
    return {
        "has_demonstration": SimpleLazyObject(has_demonstration),
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "unread_count": SimpleLazyObject(lambda: _unread_count(request)),
    }


def has_demonstration():
    """Return whether the installation holds demonstration records; looked up once a minute a process."""
    cache = caches["process"]
    answer = cache.get(_DEMONSTRATION_KEY)
    if answer is None:
        answer = Programme.objects.exclude(demonstration_loaded_at=None).exists()
        cache.set(_DEMONSTRATION_KEY, answer, 60)
    return answer


def _menu(request):
    match = request.resolver_match  # None when no address matched
    return menu_of(getattr(request, "user", None), match.view_name if match else "")


def _unread_count(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return Notification.objects.visible_to(user).unread().count()
