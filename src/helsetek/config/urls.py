"""Every address of the site: each room brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from helsetek.api.endpoints import api as open_interface

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("helsetek.common.web.urls")),
    path("", include("helsetek.registry.urls")),
    path("", include("helsetek.accounts.urls")),
    path("", include("helsetek.cooperation.urls")),
    path("", include("helsetek.casework.urls")),
    path("", include("helsetek.records.urls")),
    path("", include("helsetek.grants.urls")),
    path("", include("helsetek.control.urls")),
    path("", include("helsetek.evaluation.urls")),
    path("", include("helsetek.scheme.urls")),
    path("", include("helsetek.standards.urls")),
    path("", include("helsetek.approval.urls")),
    path("", include("helsetek.portal.urls")),
    path("", include("helsetek.api.urls")),
    path("api/v1/", open_interface.urls),
]

handler400 = "helsetek.common.web.errors.bad_request"
handler403 = "helsetek.common.web.errors.forbidden"
handler404 = "helsetek.common.web.errors.not_found"
handler500 = "helsetek.common.web.errors.server_error"
