"""Pages that every role has: the way in, search, notifications, roles, documents, the gallery of components."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Notification
from accounts.roles import DESCRIPTIONS, Role
from common.lists import Column, ListPage
from portal.gallery import gallery
from portal.rights import rights_table
from portal.search import SearchForm, search
from programme.models import Document


@require_safe
def go(request):
    """Send each role to its first page."""
    if request.user.acts_for_association:
        return redirect("portal:home")
    return redirect("admin:index" if request.user.is_staff else "portal:dashboard")


@require_safe
def search_page(request):
    """Everything the reader may see that contains the words; the answer has only his rows."""
    form = SearchForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    return render(request, "portal/search.html", {"form": form, "text": text, "groups": search(request.user, text)})


# --- Notifications --------------------------------------------------------------------------------


class NotificationList(ListPage):
    model = Notification
    template_name = "portal/notification_list.html"
    title = gettext_lazy("Notifications")
    sentence = gettext_lazy(
        "What happened to records that concern you. Each is sent by e-mail, too: at once or in the daily digest."
    )
    empty_text = gettext_lazy("You have no notifications. When something waits for you, it is told here and by e-mail.")
    columns = [
        Column("created_at", gettext_lazy("Sent at"), order="created_at"),
        Column("subject", gettext_lazy("Title")),
        Column("body", gettext_lazy("Message")),
    ]
    default_order = "-created_at"


@require_POST
def notification_read(request, pk):
    """Mark one notification as read and go to the page it is about."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=timezone.now())
    return redirect(notification.path or "portal:notification-list")


@require_POST
def notification_read_all(request):
    count = Notification.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    if count:
        messages.success(request, _("All notifications are marked as read."))
    return redirect("portal:notification-list")


# --- Roles ----------------------------------------------------------------------------------------


@require_safe
def role_table(request):
    """Every role and every right, from the same table that decides."""
    context = {
        "roles": [{"label": role.label, "description": DESCRIPTIONS[role]} for role in Role],
        "groups": rights_table(),
    }
    return render(request, "portal/role_table.html", context)


# --- Documents ------------------------------------------------------------------------------------


def _document(request, pk):
    return get_object_or_404(Document.objects.visible_to(request.user).select_related("uploaded_by"), pk=pk)


@require_safe
def document_detail(request, pk):
    return render(request, "portal/document_detail.html", {"document": _document(request, pk)})


@require_safe
def document_download(request, pk):
    """Send the file as an attachment, byte for byte: a browser must never run what somebody uploaded."""
    row = _document(request, pk)
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        return render(request, "portal/document_missing.html", {"document": row}, status=404)
    is_pdf = row.content_type == "application/pdf"
    return FileResponse(
        file,
        as_attachment=True,
        filename=row.file_name,
        content_type="application/pdf" if is_pdf else "application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


# --- Components -----------------------------------------------------------------------------------


@require_safe
def components(request):
    """The gallery: every component with the words and states it is used with."""
    if not request.user.is_staff:
        raise PermissionDenied
    return render(request, "portal/components.html", gallery())
