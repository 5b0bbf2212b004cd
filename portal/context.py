"""What every page's frame needs."""

from django.core.cache import caches
from django.utils.functional import SimpleLazyObject

from portal.menu import menu_of
from programme.models import Programme

_DEMONSTRATION_KEY = "has-demonstration-data"


def portal(request):
    """Return the menu, the number of unread notifications and whether to warn of made-up data.

    No query: the number comes with the user. Menu and warning are worked out when a template asks for them.
    """
    return {
        "has_demonstration": SimpleLazyObject(has_demonstration),
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "unread_count": getattr(getattr(request, "user", None), "unread_count", 0),
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
