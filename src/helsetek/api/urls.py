"""The page that explains the interface. The interface itself (``endpoints.api``) is put at /api/v1/ by ``config``."""

from django.urls import path

from . import views

app_name = "api"

urlpatterns = [path("om/utviklere/", views.docs, name="docs")]
