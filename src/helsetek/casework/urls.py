"""Addresses of what every case shares."""

from __future__ import annotations

from django.urls import path, register_converter

from .rules.numbers import PATTERN
from .views import cases, documents, draws, impartiality, notices


class CaseNumber:
    """``2024/000123`` in an address, as it is written."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(CaseNumber, "case_number")

app_name = "casework"
urlpatterns = [
    path("dokumenter/<uuid:document_id>/", documents.document, name="document"),
    path("dokumenter/<uuid:document_id>/fjern/", documents.remove_document, name="remove_document"),
    path("dokumenter/ny/<str:page>/<int:page_id>/", documents.add_document, name="add_document"),
    path("saker/<case_number:number>/meldinger/", cases.case_messages, name="messages"),
    path("saker/<case_number:number>/brev/", cases.case_letters, name="letters"),
    path("saker/<case_number:number>/hendelser/", cases.case_events, name="events"),
    path("saker/<case_number:number>/habilitet/", impartiality.impartiality, name="impartiality"),
    path("saker/stedfortreder/<int:declaration_id>/", impartiality.substitute, name="substitute"),
    path("trekninger/", draws.draws, name="draws"),
    path("trekninger/<int:draw_id>/", draws.draw, name="draw"),
    path("trekninger/<int:draw_id>/ramme.csv", draws.draw_frame, name="draw_frame"),
    path("trekninger/<int:draw_id>/trekning.json", draws.draw_file, name="draw_file"),
    path("trekninger/<int:draw_id>/trekk/", draws.draw_now, name="draw_now"),
    path(
        "saker/<case_number:number>/habilitet/funnet/",
        impartiality.found_disqualified,
        name="find_disqualified",
    ),
    path("saker/tvil/<int:declaration_id>/", impartiality.doubt, name="doubt"),
    path("saker/gjor-om/<int:act_id>/", impartiality.leave_standing, name="leave_standing"),
    path("varsler/", notices.notices, name="notices"),
    path("varsler/les-alle/", notices.read_all_notices, name="read_all_notices"),
    path("varsler/<int:notice_id>/les/", notices.read_notice, name="read_notice"),
    path("varsler/feilet/", notices.failed_notices, name="failed_notices"),
    path("varsler/<int:notice_id>/send/", notices.send_again, name="send_again"),
]
