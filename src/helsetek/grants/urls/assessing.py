"""Addresses of the steps between the application and the grant: check, assess, rank, decide, tell."""

from django.urls import path

from helsetek.grants.views import (
    assessing,
    assessors,
    blinding,
    deciding,
    formal,
    handling,
    rounds,
    state_aid,
    telling,
    whatif,
)

CASE = "soknader/<int:pk>/sak/"
ROUND = "utlysninger/<slug:slug>/tildeling/<int:number>/"

urlpatterns = [
    path("saksbehandling/", handling.case_list, name="cases"),
    path("saksbehandling/tildelinger/", rounds.rounds, name="rounds"),
    path(CASE, handling.handling, name="handling"),
    path(f"{CASE}ta/", handling.take_case, name="take_case"),
    path(f"{CASE}habilitet/", handling.declare_conflict, name="declare_conflict"),
    path(f"{CASE}partner-ute/", handling.departure, name="departure"),
    path(f"{CASE}formell-kontroll/", formal.formal_check, name="formal_check"),
    path(f"{CASE}opplysninger/", formal.ask_information, name="ask_information"),
    path(f"{CASE}uten-svar/", formal.go_on, name="go_on"),
    path(f"{CASE}ta-opp-igjen/", formal.reinstate, name="reinstate"),
    path(f"{CASE}vurderinger/", assessors.assessors, name="assessors"),
    path(f"{CASE}vurderinger/<int:assessment_pk>/stedfortreder/", assessors.substitute, name="substitute"),
    path(f"{CASE}blindet/", blinding.blind, name="blind"),
    path(f"{CASE}blindet/<int:number>/lag/", blinding.make_copy, name="make_blind_copy"),
    path(f"{CASE}blindet/<int:number>/last-opp/", blinding.upload_copy, name="upload_blind_copy"),
    path(f"{CASE}blindet/<int:number>/apne/", blinding.release_copy, name="release_blind_copy"),
    path(f"{CASE}innstilling/", assessors.recommendation, name="recommendation"),
    path(f"{CASE}statsstotte/", state_aid.state_aid, name="state_aid"),
    path("statsstotte/", state_aid.aid_list, name="aid_list"),
    path(f"{CASE}vedtak/", deciding.prepare_decision, name="prepare_decision"),
    path("vurderinger/", assessing.assessments, name="assessments"),
    path("vurderinger/<int:pk>/", assessing.assessment, name="assessment"),
    path("vurderinger/<int:pk>/habilitet/", assessing.conflict, name="assessor_conflict"),
    path("vedtak/<int:pk>/", deciding.decision, name="decision"),
    path("vedtak/<int:pk>/fatt/", deciding.decide, name="decide"),
    path("vedtak/<int:pk>/send-tilbake/", deciding.send_back, name="send_decision_back"),
    path("vedtak/<int:pk>/gjenapne/", deciding.reopen, name="reopen_decision"),
    path("vedtak/<int:pk>/brev/", deciding.letter_preview, name="letter_preview"),
    path(ROUND, rounds.round_page, name="round"),
    path(f"{ROUND}fyll/", rounds.fill, name="fill"),
    path(f"{ROUND}belop/<int:pk>/", rounds.adjust, name="adjust"),
    path(f"{ROUND}belop/<int:pk>/frigi/", rounds.release, name="release"),
    path(f"{ROUND}hva-om/", whatif.what_if, name="what_if"),
    path(f"{ROUND}vedtak/", deciding.round_decisions, name="round_decisions"),
    path(f"{ROUND}vedtak/forbered/", deciding.prepare_round, name="prepare_round"),
    path(f"{ROUND}vedtak/fatt/", deciding.decide_round, name="decide_round"),
    path(f"{ROUND}utsending/", telling.round_letters, name="round_letters"),
]
