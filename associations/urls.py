from django.urls import path

app_name = "associations"

urlpatterns: list[path] = []
