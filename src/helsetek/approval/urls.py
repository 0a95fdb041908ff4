"""Addresses of approval."""

from django.urls import path

from .views import applications, kit_runs, public, steps, vendor, watching

app_name = "approval"

urlpatterns = [
    # the public register
    path("godkjenninger/", public.register, name="register"),
    path("godkjenninger/sammenlign/", public.compare, name="compare"),
    path("godkjenninger/nokkel/", public.key, name="key"),
    path("godkjenninger/endringer/<slug:form>/", public.feed, name="feed"),
    path("godkjenninger/<str:number>/", public.certificate, name="certificate"),
    path("godkjenninger/<str:number>/merke.svg", public.badge, name="badge"),
    path("godkjenninger/<str:number>/erklaring/", public.declaration, name="declaration"),
    path("godkjenninger/<str:number>/meld/", public.complain, name="complain"),
    path("godkjenninger/<str:number>/hendelse/", vendor.incident, name="incident"),
    path("godkjenninger/<str:number>/trekk/", vendor.withdraw, name="withdraw"),
    path("godkjenninger/<str:number>/status/", watching.status, name="status"),
    path("godkjenninger/<str:number>/tilsyn/", watching.open_watch, name="open_watch"),
    # the vendor
    path("produkter/", vendor.all_products, name="products"),
    path("produkter/nytt/", vendor.new_product, name="new_product"),
    path("produkter/<int:product_id>/", vendor.product, name="product"),
    path("produkter/<int:product_id>/endre/", vendor.change_product, name="change_product"),
    path("produkter/<int:product_id>/versjon/", vendor.configuration, name="configuration"),
    path("produkter/versjon/<int:configuration_id>/sok/", vendor.begin, name="begin"),
    # applications
    path("godkjenningssaker/", applications.applications, name="applications"),
    path("godkjenningssaker/<int:pk>/", applications.application, name="application"),
    path("godkjenningssaker/<int:pk>/svar/", applications.answers, name="answers"),
    path("godkjenningssaker/<int:pk>/papir/<slug:kind>/", applications.paper, name="paper"),
    path("godkjenningssaker/<int:pk>/proving/", applications.results, name="results"),
    path("godkjenningssaker/<int:pk>/kjoring/", applications.add_run, name="add_run"),
    path("godkjenningssaker/<int:pk>/kommentar/", applications.comment, name="comment"),
    path("godkjenningssaker/<int:pk>/steg/<slug:slug>/", steps.step, name="step"),
    # runs of test kits
    path("produkter/versjon/<int:configuration_id>/adresser/", kit_runs.endpoints, name="endpoints"),
    path("produkter/adresser/<int:endpoint_id>/fjern/", kit_runs.end_endpoint, name="end_endpoint"),
    path("godkjenningssaker/<int:pk>/testkit/", kit_runs.start, name="start_kit_run"),
    path("testkjoringer/<int:run_id>/", kit_runs.kit_run, name="kit_run"),
    path("testkjoringer/<int:run_id>/svar/<str:short>/", kit_runs.answer, name="answer_test"),
    path("testkjoringer/<int:run_id>/avbryt/", kit_runs.cancel, name="cancel_kit_run"),
    path("testkjoringer/<int:run_id>/fil/<slug:form>/", kit_runs.file, name="kit_run_file"),
    # surveillance
    path("tilsyn/", watching.watch, name="watch"),
    path("tilsyn/loddtrekning/", watching.draw, name="draw"),
    path("tilsyn/<int:pk>/", watching.surveillance, name="surveillance"),
    path("tilsyn/<int:pk>/steg/<slug:slug>/", watching.step, name="watch_step"),
]
