from django.urls import path

from portal import views_common

app_name = "portal"

urlpatterns = [
    # the way in, search
    path("go/", views_common.go, name="go"),
    path("search/", views_common.search_page, name="search"),
    # /notifications/
    path("notifications/", views_common.NotificationList.as_view(), name="notification-list"),
    path("notifications/read/", views_common.notification_read_all, name="notification-read-all"),
    path("notifications/<int:pk>/read/", views_common.notification_read, name="notification-read"),
    # /documents/
    path("documents/<int:pk>/", views_common.document_detail, name="document-detail"),
    path("documents/<int:pk>/download/", views_common.document_download, name="document-download"),
    # about the portal itself
    path("roles/", views_common.role_table, name="role-table"),
    path("components/", views_common.components, name="components"),
]
