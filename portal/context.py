"""What every page's frame needs."""

from django.core.cache import caches

from programme.models import Programme

_DEMONSTRATION_KEY = "has-demonstration-data"


def portal(request):
    """Return whether the installation holds demonstration records; looked up once a minute a process."""
    cache = caches["process"]
    has_demonstration = cache.get(_DEMONSTRATION_KEY)
    if has_demonstration is None:
        has_demonstration = Programme.objects.exclude(demonstration_loaded_at=None).exists()
        cache.set(_DEMONSTRATION_KEY, has_demonstration, 60)
    return {"has_demonstration": has_demonstration}
