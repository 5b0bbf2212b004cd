"""Addresses. Everything needs a signed-in user unless its view says otherwise (LoginRequiredMiddleware)."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("programme.urls")),
    path("", include("associations.urls")),
    path("", include("enterprises.urls")),
    path("accounts/", include("accounts.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]

handler403 = "portal.errors.permission_denied"
