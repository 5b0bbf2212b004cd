"""May this user do this at all? Refusals carry the missing right, so that the page can say who has it."""

from functools import wraps

from django.core.exceptions import PermissionDenied


class RightMissing(PermissionDenied):
    """Refused for want of ``permission``; the 403 page names the roles that hold it."""

    def __init__(self, permission):
        super().__init__(permission)
        self.permission = permission


def require(user, permission):
    """Raise ``RightMissing`` unless ``user`` holds ``permission``."""
    if not user.has_perm(permission):
        raise RightMissing(permission)


def permission_required(permission):
    """Decorate a function view that needs ``permission``."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            require(request.user, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class RequiresPermission:
    """Mixin for class-based views that need ``permission_required``; first in the bases."""

    permission_required = ""

    def dispatch(self, request, *args, **kwargs):
        if self.permission_required:
            require(request.user, self.permission_required)
        return super().dispatch(request, *args, **kwargs)
