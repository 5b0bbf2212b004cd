from django.urls import path

from programme import views

app_name = "programme"

urlpatterns: list[path] = [
    path("standards/", views.StandardList.as_view(), name="standard-list"),
    path("standards/<int:pk>/", views.StandardDetail.as_view(), name="standard-detail"),
    path("tasks/", views.TaskList.as_view(), name="task-list"),
    path("tasks/<int:pk>/", views.TaskDetail.as_view(), name="task-detail"),
]
