"""Addresses of applications, from draft to submission."""

from django.urls import path, register_converter

from helsetek.grants.addresses import PARTS
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.views import applications, drafting, sections, submission


class PartConverter:
    """A section by its Norwegian word (``budsjett``)."""

    regex = "|".join(PARTS.values())

    def to_python(self, value: str) -> SectionKey:
        return next(key for key, word in PARTS.items() if word == value)

    def to_url(self, value: SectionKey | str) -> str:
        return PARTS[SectionKey(value)]


register_converter(PartConverter, "part")

urlpatterns = [
    path("soknader/", applications.applications, name="applications"),
    path("utlysninger/<slug:slug>/sok/", drafting.begin, name="begin"),
    path("utlysninger/<slug:slug>/sen-innsending/", submission.late_door, name="late_door"),
    path("soknader/<int:pk>/", applications.application, name="application"),
    path("soknader/<int:pk>/les/", applications.read, name="read"),
    path("soknader/<int:pk>/historikk/", applications.history, name="history"),
    path("soknader/<int:pk>/historikk/<part:key>/<int:number>/", applications.version, name="version"),
    path("soknader/<int:pk>/skriv/<part:key>/", sections.section, name="section"),
    path("soknader/<int:pk>/skriv/<part:key>/vurder/", sections.check, name="check"),
    path("soknader/<int:pk>/kopier/", drafting.copy, name="copy"),
    path("soknader/<int:pk>/nye-vilkar/", drafting.new_terms, name="new_terms"),
    path("soknader/<int:pk>/send-inn/", submission.submit, name="submit"),
    path("soknader/<int:pk>/kvittering/", submission.receipt, name="receipt"),
    path("soknader/<int:pk>/ta-tilbake/", submission.take_back, name="take_back"),
    path("soknader/<int:pk>/trekk/", submission.withdraw, name="withdraw"),
    path("soknader/<int:pk>/svar/", submission.give_information, name="give_information"),
    path("soknader/<int:pk>/bak-forseglingen/", submission.seal, name="seal"),
]
