from django.urls import path

from programme import views

app_name = "programme"

urlpatterns: list[path] = [
    path("standards/", views.StandardList.as_view(), name="standard-list"),
    path("standards/<int:pk>/", views.StandardDetail.as_view(), name="standard-detail"),
]
