"""Pages that refuse, in words."""

from django.shortcuts import render

from accounts.roles import roles_with


def permission_denied(request, exception):
    """403: say why, and which roles may, when the view names the right that is missing."""
    permission = getattr(exception, "permission", "") or _permission_of_view(request)
    reason = "" if permission else str(exception)
    context = {"roles": roles_with(permission) if permission else [], "reason": reason}
    return render(request, "403.html", context, status=403)


def _permission_of_view(request):
    match = request.resolver_match
    view_class = getattr(match.func, "view_class", None) if match else None
    permission = getattr(view_class, "permission_required", "")
    return permission if isinstance(permission, str) else ""


def csrf_failure(request, reason=""):
    """The form was open too long or cookies are off; what was typed is still there after going back."""
    return render(request, "403_csrf.html", status=403)
