from django.urls import path

from enterprises import measurement_pages, report_views, views

app_name = "enterprises"

urlpatterns: list[path] = [
    path("enterprises/", views.EnterpriseList.as_view(), name="enterprise-list"),
    path("enterprises/add/", views.EnterpriseCreate.as_view(), name="enterprise-add"),
    path("enterprises/<int:pk>/", views.EnterpriseDetail.as_view(), name="enterprise-detail"),
    path("enterprises/<int:pk>/edit/", views.EnterpriseEdit.as_view(), name="enterprise-edit"),
    path("courses/", views.CourseList.as_view(), name="course-list"),
    path("courses/<int:pk>/", views.CourseDetail.as_view(), name="course-detail"),
    path("courses/<int:pk>/edit/", report_views.CourseEdit.as_view(), name="course-edit"),
    path("courses/<int:pk>/delete/", report_views.CourseDelete.as_view(), name="course-delete"),
    path("supports/<int:pk>/", views.SupportDetail.as_view(), name="support-detail"),
    path("supports/<int:pk>/edit/", report_views.SupportEdit.as_view(), name="support-edit"),
    path("supports/<int:pk>/delete/", report_views.SupportDelete.as_view(), name="support-delete"),
    path("measurements/<int:pk>/edit/", measurement_pages.MeasurementEdit.as_view(), name="measurement-edit"),
    path("measurements/<int:pk>/delete/", measurement_pages.MeasurementDelete.as_view(), name="measurement-delete"),
    path("reports/<int:pk>/measurements/add/", measurement_pages.MeasurementAdd.as_view(), name="measurement-add"),
    path("reports/<int:pk>/supports/add/", report_views.SupportAdd.as_view(), name="support-add"),
    path(
        "reports/<int:pk>/supports/<int:line>/replace/", report_views.SupportReplace.as_view(), name="support-replace"
    ),
    path("reports/<int:pk>/courses/<int:line>/replace/", report_views.CourseReplace.as_view(), name="course-replace"),
    path("reports/<int:pk>/courses/add/", report_views.CourseAdd.as_view(), name="course-add"),
]
