"""Addresses of standards and requirements."""

from django.urls import path

from .views import public, writing

app_name = "standards"

urlpatterns = [
    path("standarder/", public.catalogue, name="catalogue"),
    path("standarder/ny/", writing.new_standard, name="new"),
    path("standarder/<slug:slug>/", public.standard, name="standard"),
    path("standarder/<slug:slug>/endre/", writing.change_standard, name="change"),
    path("standarder/<slug:slug>/status/", writing.standing, name="standing"),
    path("krav/", public.sets, name="sets"),
    path("krav/nytt/", writing.new_set, name="new_set"),
    path("krav/<slug:slug>/ny-utgave/", writing.begin_version, name="begin_version"),
    path("krav/<slug:slug>/<int:number>/", public.version, name="version"),
    path("krav/<slug:slug>/<int:number>/fil/<slug:kind>/", public.download, name="download"),
    path("krav/<slug:slug>/<int:number>/skriv/", writing.write, name="write"),
    path("krav/<slug:slug>/<int:number>/fjern/<str:code>/", writing.remove, name="remove"),
    path("krav/<slug:slug>/<int:number>/import/", writing.import_, name="import"),
    path("krav/<slug:slug>/<int:number>/publiser/", writing.publish, name="publish"),
]
