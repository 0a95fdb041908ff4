"""Addresses of log-in, the person's own page, and rights."""

from django.urls import path

from .views import administration, log_in, me, rights, ties

app_name = "accounts"

urlpatterns = [
    path("logg-inn/", log_in.log_in, name="log_in"),
    path("logg-inn/tilbake/", log_in.callback, name="callback"),
    path("logg-ut/", log_in.log_out, name="log_out"),
    path("logg-ut/ferdig/", log_in.logged_out, name="logged_out"),
    path("min-side/", me.me, name="me"),
    path("min-side/sprak/", me.language, name="language"),
    path("min-side/kontakt/", me.contact, name="contact"),
    path("min-side/be-om-tilgang/", me.ask, name="ask"),
    path("min-side/tilknytninger/", ties.own, name="ties"),
    path("tilknytninger/<int:tie_id>/avslutt/", ties.end, name="end_tie"),
    path("administrasjon/personer/<int:person_id>/tilknytninger/", ties.of_person, name="ties_of"),
    path("administrasjon/personer/<int:person_id>/overordnet/", ties.superior, name="superior"),
    path("rettigheter/<int:organisation_id>/", rights.rights, name="rights"),
    path("rettigheter/<int:organisation_id>/deleger/", rights.delegate, name="delegate"),
    path("rettigheter/trekk-tilbake/<int:assignment_id>/", rights.revoke, name="revoke"),
    path("rettigheter/svar/<int:request_id>/", rights.answer, name="answer"),
    path("administrasjon/personer/", administration.people, name="people"),
    path("administrasjon/personer/<int:person_id>/", administration.person, name="person"),
]
