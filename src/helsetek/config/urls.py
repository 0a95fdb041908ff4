"""Every address of the site: each room brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("helsetek.common.web.urls")),
    path("", include("helsetek.registry.urls")),
    path("", include("helsetek.accounts.urls")),
    path("", include("helsetek.cooperation.urls")),
    path("", include("helsetek.casework.urls")),
    path("", include("helsetek.grants.urls")),
    path("", include("helsetek.scheme.urls")),
]

handler400 = "helsetek.common.web.errors.bad_request"
handler403 = "helsetek.common.web.errors.forbidden"
handler404 = "helsetek.common.web.errors.not_found"
handler500 = "helsetek.common.web.errors.server_error"
