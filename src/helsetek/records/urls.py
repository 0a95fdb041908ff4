"""Addresses of journal, access, archive, deletion and privacy."""

from __future__ import annotations

from django.urls import path, re_path

from .views import answering, archive, asking, journal, redacting, retention

app_name = "records"
urlpatterns = [
    path("innsyn/", journal.journal, name="journal"),
    path("innsyn/<int:year>/<int:number>/", journal.entry, name="entry"),
    path("innsyn/<int:year>/<int:number>/be-om-innsyn/", asking.ask, name="ask"),
    path("innsyn/unnta/<int:entry_id>/", journal.withhold, name="withhold"),
    re_path(r"^innsyn/nytt\.(?P<kind>atom|rss)$", journal.feed, name="feed"),
    path("innsyn/krav/", asking.pick_up, name="pick_up"),
    path("innsyn/krav/<str:code>/", asking.asked, name="asked"),
    path("innsyn/krav/<str:code>/klage/", asking.appeal, name="appeal"),
    path("innsyn/krav/<str:code>/<int:file_id>/", asking.released, name="released"),
    path("innsynskrav/", answering.requests, name="requests"),
    path("innsynskrav/<int:request_id>/", answering.one_request, name="request"),
    path("innsynskrav/<int:request_id>/send/", answering.send_answer, name="send_answer"),
    path("innsynskrav/<int:request_id>/send-videre/", answering.send_appeal_on, name="send_appeal_on"),
    path("innsynskrav/<int:request_id>/avgjort/", answering.conclude_appeal, name="conclude_appeal"),
    path("innsynskrav/dokument/<int:item_id>/", answering.answer_item, name="answer_item"),
    path("innsynskrav/sladding/<int:file_id>/", redacting.redact, name="redact"),
    path("innsynskrav/sladding/<int:file_id>/<int:page>.png", redacting.page_picture, name="page_picture"),
    path("innsynskrav/sladding/<int:file_id>/kopi.pdf", redacting.preview, name="preview"),
    path("arkiv/", archive.archive, name="archive"),
    path("arkiv/uttrekk/", archive.order_deposit, name="order_deposit"),
    path("arkiv/uttrekk/<int:deposit_id>/", archive.download_deposit, name="download_deposit"),
    path("sletting/", retention.rules, name="retention"),
    path("sletting/liste/", retention.dry_run, name="dry_run"),
    path("sletting/foreslaa/", retention.propose, name="propose_deletion"),
    path("sletting/<int:disposal_id>/", retention.disposal, name="disposal"),
    path("sletting/<int:disposal_id>/bekreft/", retention.confirm_disposal, name="confirm_disposal"),
    path("sletting/<int:disposal_id>/avvis/", retention.reject_disposal, name="reject_disposal"),
]
