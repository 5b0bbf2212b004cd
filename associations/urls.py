from django.urls import path

from associations import (
    annex_views,
    money_views,
    need_shares,
    report_pages,
    schedule_views,
    views,
    workshop_views,
)

app_name = "associations"

urlpatterns: list[path] = [
    path("agreements/", views.AgreementList.as_view(), name="agreement-list"),
    path("agreements/states/", views.AgreementStates.as_view(), name="agreement-states"),
    path("agreements/<int:pk>/", views.AgreementDetail.as_view(), name="agreement-detail"),
    path("agreements/<int:pk>/annexes/add/", annex_views.AnnexAdd.as_view(), name="annex-add"),
    path("agreements/<int:pk>/annexes/<int:number>/", annex_views.AnnexDetail.as_view(), name="annex-detail"),
    path("agreements/<int:pk>/annexes/<int:number>/edit/", annex_views.AnnexEdit.as_view(), name="annex-edit"),
    path("agreements/<int:pk>/annexes/<int:number>/resolve/", annex_views.AnnexResolve.as_view(), name="annex-resolve"),
    path("agreements/<int:pk>/annexes/<int:number>/<slug:action>/", annex_views.AnnexMove.as_view(), name="annex-move"),
    path("agreements/<int:pk>/money/add/", money_views.FundingAdd.as_view(), name="funding-add"),
    path("milestones/<int:pk>/", money_views.MilestoneDetail.as_view(), name="milestone-detail"),
    path("milestones/<int:pk>/deliver/", money_views.MilestoneDeliver.as_view(), name="milestone-deliver"),
    path("milestones/<int:pk>/accept/", money_views.MilestoneAccept.as_view(), name="milestone-accept"),
    path("milestones/<int:pk>/refuse/", money_views.MilestoneRefuse.as_view(), name="milestone-refuse"),
    path("agreements/<int:pk>/reports/", schedule_views.AgreementSchedule.as_view(), name="agreement-schedule"),
    path("agreements/<int:pk>/reports/open/", schedule_views.open_reports, name="agreement-open-reports"),
    path("reports/<int:pk>/money/add/", report_pages.SpendingAdd.as_view(), name="spending-add"),
    path("reports/<int:pk>/money/<int:line>/replace/", report_pages.SpendingReplace.as_view(), name="spending-replace"),
    path("money/<int:pk>/edit/", report_pages.SpendingEdit.as_view(), name="spending-edit"),
    path("money/<int:pk>/delete/", report_pages.SpendingDelete.as_view(), name="spending-delete"),
    path("reports/<int:pk>/communication/add/", report_pages.CommunicationAdd.as_view(), name="communication-add"),
    path(
        "reports/<int:pk>/communication/<int:line>/replace/",
        report_pages.CommunicationReplace.as_view(),
        name="communication-replace",
    ),
    path("communication/<int:pk>/edit/", report_pages.CommunicationEdit.as_view(), name="communication-edit"),
    path("communication/<int:pk>/delete/", report_pages.CommunicationDelete.as_view(), name="communication-delete"),
    path("needs/", views.NeedList.as_view(), name="need-list"),
    path("needs/add/", views.NeedCreate.as_view(), name="need-add"),
    path("needs/<int:pk>/", views.NeedDetail.as_view(), name="need-detail"),
    path("needs/<int:pk>/edit/", views.NeedEdit.as_view(), name="need-edit"),
    path("needs/<int:pk>/answer/", views.NeedAnswer.as_view(), name="need-answer"),
    path("workshops/", workshop_views.WorkshopList.as_view(), name="workshop-list"),
    path("needs/answered/", need_shares.NeedShares.as_view(), name="need-shares"),
    path("conclusions/<int:pk>/close/", workshop_views.ConclusionClose.as_view(), name="conclusion-close"),
    path("workshops/<int:pk>/", workshop_views.WorkshopDetail.as_view(), name="workshop-detail"),
]
