"""Addresses of the public pages about organisations."""

from django.urls import path

from . import views

app_name = "registry"

urlpatterns = [
    path("organisasjoner/", views.organisations, name="organisations"),
    path("organisasjoner/<int:organisation_id>/", views.organisation, name="organisation"),
]
