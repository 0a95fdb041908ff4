"""Addresses of amendments and of the agreement."""

from django.urls import path

from helsetek.grants.views import agreements, amendment_decisions, amendments

urlpatterns = [
    path("tilskudd/endringer/", amendments.amendments, name="amendments"),
    path("tilskudd/<int:pk>/endre/", amendments.amend, name="amend"),
    path("tilskudd/endringer/<int:pk>/", amendments.amendment, name="amendment"),
    path("tilskudd/endringer/<int:pk>/skriv/", amendments.write, name="write_amendment"),
    path("tilskudd/endringer/<int:pk>/send/", amendments.ask, name="ask_amendment"),
    path("tilskudd/endringer/<int:pk>/trekk/", amendments.withdraw, name="withdraw_amendment"),
    path("tilskudd/endringer/<int:pk>/svar/", amendments.answer, name="answer_amendment"),
    path("tilskudd/endringer/samtykke/<int:pk>/", amendments.consent, name="consent_to_amendment"),
    path("tilskudd/endringer/<int:pk>/sporsmal/", amendment_decisions.question, name="question_amendment"),
    path("tilskudd/endringer/<int:pk>/ga-videre/", amendment_decisions.go_on, name="go_on_amendment"),
    path("tilskudd/endringer/<int:pk>/klargjor/", amendment_decisions.prepare, name="prepare_amendment"),
    path("tilskudd/endringer/<int:pk>/innvilg/", amendment_decisions.settle, name="settle_amendment"),
    path("tilskudd/endringer/<int:pk>/vedta/", amendment_decisions.decide, name="decide_amendment"),
    path(
        "tilskudd/endringer/<int:pk>/send-tilbake/", amendment_decisions.send_back, name="send_back_amendment"
    ),
    path("tilskudd/<int:pk>/avtale/", agreements.agreement, name="agreement"),
    path("tilskudd/<int:pk>/avtale/<int:number>/", agreements.version, name="agreement_version"),
    path(
        "tilskudd/<int:pk>/avtale/<int:one>/<int:other>/", agreements.comparison, name="agreement_comparison"
    ),
]
