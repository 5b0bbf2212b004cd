from django.urls import path, register_converter

from portal import (
    dashboard,
    dashboard_indicators,
    figure_rows,
    home,
    ledger_pages,
    notices,
    packages,
    public,
    report_corrections,
    report_rounds,
    reports,
    views_common,
)
from portal.official import views as official

app_name = "portal"

register_converter(official.Format, "format")

urlpatterns = [
    # the public page
    path("", public.public, name="public"),
    # /dashboard/
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/overlaps/", dashboard.overlap_list, name="overlap-list"),
    path("dashboard/indicators/", dashboard_indicators.indicator_list, name="indicator-list"),
    path("dashboard/indicators/<slug:code>/", dashboard_indicators.indicator_detail, name="indicator-detail"),
    path("dashboard/indicators/<slug:code>/rows/", figure_rows.figure_rows, name="figure-rows"),
    # /ledger/
    path("ledger/", ledger_pages.PostingList.as_view(), name="posting-list"),
    path("ledger/<int:sequence>/", ledger_pages.posting_detail, name="posting-detail"),
    path("ledger/entries/<int:pk>/", ledger_pages.entry_detail, name="entry-detail"),
    # the way in, search
    path("go/", views_common.go, name="go"),
    path("search/", views_common.search_page, name="search"),
    # an association's first page
    path("home/", home.HomePage.as_view(), name="home"),
    # /packages/
    path("packages/", packages.PackageList.as_view(), name="package-list"),
    path("packages/<int:pk>/", packages.PackageDetail.as_view(), name="package-detail"),
    # official documents
    path("agreements/<int:pk>/document.<format:format>", official.AgreementFile.as_view(), name="agreement-file"),
    path(
        "agreements/<int:pk>/annexes/<int:number>/document.<format:format>",
        official.AnnexFile.as_view(),
        name="annex-file",
    ),
    path(
        "milestones/<int:pk>/deliveries/<int:round>/minutes.<format:format>",
        official.AcceptanceFile.as_view(),
        name="acceptance-file",
    ),
    # /reports/
    path("reports/", reports.ReportList.as_view(), name="report-list"),
    path("reports/<int:pk>/", reports.ReportDetail.as_view(), name="report-detail"),
    path("reports/<int:pk>/edit/", reports.ReportEdit.as_view(), name="report-edit"),
    path("reports/<int:pk>/autosave/", reports.autosave, name="report-autosave"),
    path("reports/<int:pk>/submit/", reports.ReportSubmit.as_view(), name="report-submit"),
    path("reports/<int:pk>/start-review/", reports.start_review, name="report-start-review"),
    path("reports/<int:pk>/return/", reports.ReportReturn.as_view(), name="report-return"),
    path("reports/<int:pk>/accept/", reports.ReportAccept.as_view(), name="report-accept"),
    path("reports/<int:pk>/rounds/", report_rounds.ReportRounds.as_view(), name="report-rounds"),
    path("reports/<int:pk>/answers/", report_rounds.ReportAnswers.as_view(), name="report-answers"),
    path("reports/<int:pk>/versions/<int:number>/", report_rounds.report_version, name="report-version"),
    path("reports/<int:pk>/correct/", report_corrections.ReportCorrect.as_view(), name="report-correct"),
    path("reports/<int:pk>/take-back/", report_corrections.ReportTakeBack.as_view(), name="report-take-back"),
    path("reports/<int:pk>/withdraw/", report_corrections.ReportWithdraw.as_view(), name="report-withdraw"),
    path("reports/<int:pk>/figures/", report_corrections.ReportFigures.as_view(), name="report-figures"),
    # /notifications/
    path("notifications/", views_common.NotificationList.as_view(), name="notification-list"),
    path("notifications/settings/", notices.notification_settings, name="notification-settings"),
    path("notifications/read/", views_common.notification_read_all, name="notification-read-all"),
    path("notifications/<int:pk>/read/", views_common.notification_read, name="notification-read"),
    # /documents/
    path("documents/<int:pk>/", views_common.document_detail, name="document-detail"),
    path("documents/<int:pk>/download/", views_common.document_download, name="document-download"),
    # about the portal itself
    path("roles/", views_common.role_table, name="role-table"),
    path("components/", views_common.components, name="components"),
]
