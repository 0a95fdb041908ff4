"""Addresses of collaborations."""

from django.urls import path

from . import views

app_name = "cooperation"

urlpatterns = [
    path("samarbeid/", views.collaborations, name="collaborations"),
    path("samarbeid/nytt/", views.found, name="found"),
    path("samarbeid/<int:collaboration_id>/", views.collaboration, name="collaboration"),
    path("samarbeid/<int:collaboration_id>/endre/", views.change, name="change"),
    path("samarbeid/<int:collaboration_id>/avtale/", views.agreement, name="agreement"),
    path("samarbeid/<int:collaboration_id>/inviter/", views.invite, name="invite"),
    path("samarbeid/svar/<int:membership_id>/", views.answer, name="answer"),
    path("samarbeid/trekk/<int:membership_id>/", views.withdraw, name="withdraw"),
]
