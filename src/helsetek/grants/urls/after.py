"""Addresses of what comes after the decision: grants, payments, reports."""

from django.urls import path

from helsetek.grants.views import audits, grants, payments, reports

urlpatterns = [
    path("tilskudd/", grants.grants, name="grants"),
    path("tilskudd/<int:pk>/", grants.grant, name="grant"),
    path("tilskudd/<int:pk>/svar/", grants.accept, name="accept"),
    path("tilskudd/<int:pk>/avsla/", grants.decline, name="decline"),
    path("tilskudd/<int:pk>/avslutt/", grants.close, name="close"),
    path("tilskudd/<int:pk>/krav/<int:claim_pk>/innbetalt/", grants.record_return, name="record_return"),
    path("revisjon/", audits.audits_to_do, name="audits"),
    path("utbetalinger/", payments.to_prepare, name="to_prepare"),
    path("utbetalinger/klargjor/", payments.prepare, name="prepare"),
    path("utbetalinger/attestering/", payments.to_attest, name="to_attest"),
    path("utbetalinger/attester/", payments.attest, name="attest"),
    path("utbetalinger/<int:pk>/send-tilbake/", payments.send_back, name="send_back"),
    path("utbetalinger/filer/", payments.files, name="payment_files"),
    path("utbetalinger/filer/ny/", payments.make_file, name="make_file"),
    path("utbetalinger/filer/svar/", payments.read_answer, name="read_answer"),
    path("tilskudd/rapporter/<int:pk>/", reports.report, name="report"),
    path("tilskudd/rapporter/<int:pk>/send-inn/", reports.hand_in, name="hand_in"),
    path("tilskudd/rapporter/<int:pk>/revisor/", audits.confirm_accounts, name="confirm_accounts"),
    path("tilskudd/rapporter/<int:pk>/spor-igjen/", reports.ask_again, name="ask_again"),
    path("tilskudd/rapporter/<int:pk>/godkjenn/", reports.approve, name="approve_report"),
]
