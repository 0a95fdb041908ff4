"""Every address of the grant case, one file for each part of the path."""

from django.urls import URLPattern, URLResolver

from . import after, amending, applying, assessing

app_name = "grants"
urlpatterns: list[URLPattern | URLResolver] = [
    *applying.urlpatterns,
    *assessing.urlpatterns,
    *amending.urlpatterns,
    *after.urlpatterns,
]
