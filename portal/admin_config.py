"""Puts our admin site in the place of Django's. Apart from ``apps.py``: an app's module may hold one config only."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "portal.admin_site.StaffAdminSite"
