"""Addresses of control."""

from django.urls import path

from .views import controls, plans, steps

app_name = "control"
urlpatterns = [
    path("kontroll/", controls.controls, name="controls"),
    path("kontroll/planer/", plans.plans, name="plans"),
    path("kontroll/planer/ny/", plans.write, name="new_plan"),
    path("kontroll/planer/<int:pk>/", plans.plan, name="plan"),
    path("kontroll/planer/<int:pk>/saker/", plans.candidates, name="candidates"),
    path("kontroll/planer/<int:pk>/legg-til/", plans.add, name="add_by_hand"),
    path("kontroll/planer/<int:pk>/send/", plans.hand_over, name="hand_over"),
    path("kontroll/planer/<int:pk>/send-tilbake/", plans.send_back, name="send_back"),
    path("kontroll/planer/<int:pk>/godkjenn/", plans.approve, name="approve"),
    path("kontroll/planer/apne/<int:pk>/", plans.open_control, name="open"),
    path("kontroll/<int:pk>/", controls.control, name="control"),
    path("kontroll/<int:pk>/overta/", controls.take_over, name="take_over"),
    path("kontroll/<int:pk>/lukk/", controls.close, name="close"),
    path("kontroll/<int:pk>/avlys/", controls.call_off, name="call_off"),
    path("kontroll/<int:pk>/funn/", steps.new_finding, name="new_finding"),
    path("kontroll/funn/<int:pk>/", steps.finding, name="finding"),
    path("kontroll/funn/<int:pk>/svar/", steps.answer, name="answer"),
    path("kontroll/funn/<int:pk>/vurder/", steps.judge, name="judge"),
    path("kontroll/<int:pk>/varsle/", steps.notice, name="notice"),
    path("kontroll/<int:pk>/lever/", steps.hand_in, name="hand_in"),
    path("kontroll/<int:pk>/be-om-mer/", steps.more, name="more"),
    path("kontroll/<int:pk>/besok/", steps.visit, name="visit"),
    path("kontroll/<int:pk>/utkast/", steps.draft, name="draft"),
    path("kontroll/<int:pk>/uttalelse/", steps.statement, name="statement"),
    path("kontroll/<int:pk>/rapport/", steps.report, name="report"),
]
