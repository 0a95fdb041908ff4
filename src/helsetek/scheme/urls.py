"""The addresses of the scheme's pages."""

from django.urls import path

from .views import drafts, envelopes, holding, public, publishing

app_name = "scheme"

urlpatterns = [
    path("utlysninger/", public.calls, name="calls"),
    path("utlysninger/ny/", drafts.new_call, name="new_call"),
    path("utlysninger/<slug:slug>/", public.call, name="call"),
    path("utlysninger/<slug:slug>/versjoner/", public.versions, name="versions"),
    path("utlysninger/<slug:slug>/dokumenter/<uuid:document_id>/", public.document, name="document"),
    path("utlysninger/<slug:slug>/forhandsvisning/", public.preview, name="preview"),
    path("utlysninger/<slug:slug>/rediger/<slug:part>/", drafts.edit, name="edit"),
    path("utlysninger/<slug:slug>/publiser/", publishing.publish, name="publish"),
    path("utlysninger/<slug:slug>/forkast/", publishing.drop_change, name="drop_change"),
    path("utlysninger/<slug:slug>/avlys/", publishing.cancel, name="cancel"),
    path("utlysninger/<slug:slug>/fordeling/", publishing.allotment, name="allotment"),
    path("rammer/", envelopes.envelopes, name="envelopes"),
    path("rammer/ny/", envelopes.new_envelope, name="new_envelope"),
    path("rammer/<int:pk>/", envelopes.envelope, name="envelope"),
    path("rammer/<int:pk>/bevilg/", envelopes.allot, name="allot"),
    path("rammer/<int:pk>/trekk/", envelopes.take_back, name="take_back"),
    path("rammer/<int:pk>/hold-av/", holding.hold, name="hold"),
    path("rammer/<int:pk>/frigi/", holding.release, name="release"),
]
