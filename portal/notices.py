"""How a user wants to be mailed."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import MailMode, User
from common.forms import LocalizedForm
from common.text import capitalise


class NoticeSettingsForm(LocalizedForm):
    mail_mode = forms.ChoiceField(
        label=gettext_lazy("E-mails about what happens"),
        choices=lambda: [(value, capitalise(label)) for value, label in MailMode.choices],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("What is urgent is mailed at once in either case: reports returned, days that run out."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request):
    """Each user sets his own; there is nobody else's to reach."""
    data = request.POST if request.method == "POST" else None
    form = NoticeSettingsForm(data, initial={"mail_mode": request.user.mail_mode})
    if form.is_valid():
        User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
        messages.success(request, _("Saved. It holds for all that happens from now on."))
        return redirect("portal:notification-settings")
    return render(request, "portal/notification_settings.html", {"form": form})
