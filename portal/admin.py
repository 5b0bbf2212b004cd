"""Takes out of the admin what other packages put there and nobody works with."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)
