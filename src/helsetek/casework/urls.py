"""Addresses of what every case shares."""

from __future__ import annotations

from django.urls import path, register_converter

from .rules.numbers import PATTERN
from .views import appeals, cases, documents, draws, forewarnings, impartiality, letters, notices, rulings


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
    path("saker/<case_number:number>/klage/", appeals.challenges, name="challenges"),
    path("saker/<case_number:number>/klage/ny/", appeals.begin_appeal, name="begin_appeal"),
    path("saker/<case_number:number>/be-om/<slug:kind>/", appeals.ask, name="ask"),
    path(
        "saker/<case_number:number>/omgjor/<str:subject>/<int:subject_id>/",
        rulings.reverse_decision,
        name="reverse",
    ),
    path(
        "saker/<case_number:number>/varsle/<str:subject>/<int:subject_id>/",
        forewarnings.warn_of_reversal,
        name="warn_of_reversal",
    ),
    path("forhandsvarsel/<int:pk>/", forewarnings.forewarning, name="forewarning"),
    path("forhandsvarsel/<int:pk>/uttalelse/", forewarnings.state_on, name="state_on"),
    path("forhandsvarsel/<int:pk>/trekk/", forewarnings.withdraw_notice, name="withdraw_notice"),
    path("klager/<int:pk>/", appeals.appeal, name="appeal"),
    path("klager/<int:pk>/skriv/", appeals.write_appeal, name="write_appeal"),
    path("klager/<int:pk>/send/", appeals.send_appeal, name="send_appeal"),
    path("klager/<int:pk>/trekk/", appeals.withdraw_appeal, name="withdraw_appeal"),
    path("klager/<int:pk>/merknader/", appeals.comment, name="comment"),
    path("klager/<int:pk>/forbered/", rulings.prepare_appeal, name="prepare_appeal"),
    path("anmodninger/<int:pk>/", appeals.party_request, name="request"),
    path("anmodninger/<int:pk>/svar/", rulings.answer, name="answer"),
    path("avgjorelser/<int:pk>/", rulings.ruling, name="ruling"),
    path("avgjorelser/<int:pk>/brev/", rulings.ruling_letter, name="ruling_letter"),
    path("avgjorelser/<int:pk>/rett/", rulings.correct, name="correct"),
    path("avgjorelser/<int:pk>/fatt/", rulings.decide, name="decide_ruling"),
    path("avgjorelser/<int:pk>/send-tilbake/", rulings.send_back, name="send_ruling_back"),
    path("brev/<int:pk>/", letters.letter, name="letter"),
    path("brev/<int:pk>/mottatt/", letters.record_receipt, name="record_receipt"),
    path("brevtekster/", letters.letter_texts, name="letter_texts"),
    path("brevtekster/<slug:key>/", letters.letter_text, name="letter_text"),
    path("saksbehandling/klager/", rulings.appeals, name="appeals"),
    path("varsler/", notices.notices, name="notices"),
    path("varsler/les-alle/", notices.read_all_notices, name="read_all_notices"),
    path("varsler/<int:notice_id>/les/", notices.read_notice, name="read_notice"),
    path("varsler/feilet/", notices.failed_notices, name="failed_notices"),
    path("varsler/<int:notice_id>/send/", notices.send_again, name="send_again"),
]
