"""The public journal is for everybody; those who handle cases keep it and answer requests for access."""

from tests.access.kinds import CASE_OFFICERS, EVERYBODY, form, page, public

_ARCHIVE = {"mona", "rita"}
_KEEP = CASE_OFFICERS | {"frode"}

ROWS = [
    public("records:journal"),
    public("records:entry", lambda s: [s.journalled.year, s.journalled.number]),
    public("records:feed", lambda s: ["atom"]),
    *form("records:ask", EVERYBODY, lambda s: [s.journalled.year, s.journalled.number]),
    *form("records:pick_up", EVERYBODY),
    public("records:asked", lambda s: [s.disclosure.code]),
    *form("records:appeal", EVERYBODY, lambda s: [s.disclosure.code]),
    public("records:released", lambda s: [s.released.item.request.code, s.released.pk]),
    *form(
        "records:withhold", _KEEP, lambda s: [s.journalled.pk], lambda s: {"paragraph": "", "shown_title": ""}
    ),
    page("records:requests", _KEEP),
    page("records:request", _KEEP, lambda s: [s.disclosure.pk]),
    *form("records:answer_item", _KEEP, lambda s: [s.disclosure.items.get().pk]),
    *form("records:send_answer", _KEEP, lambda s: [s.disclosure.pk]),
    *form("records:send_appeal_on", _KEEP, lambda s: [s.disclosure.pk]),
    *form("records:conclude_appeal", _KEEP, lambda s: [s.disclosure.pk]),
    *form("records:redact", _KEEP, lambda s: [s.disclosure.items.get().files.get().pk]),
    page("records:page_picture", _KEEP, lambda s: [s.disclosure.items.get().files.get().pk, 1]),
    page("records:preview", _KEEP, lambda s: [s.disclosure.items.get().files.get().pk]),
    page("records:archive", _ARCHIVE),
    *form("records:order_deposit", _ARCHIVE),
    page("records:download_deposit", _ARCHIVE, lambda s: [s.deposit.pk]),
    page("records:retention", _ARCHIVE),
    page("records:dry_run", _ARCHIVE),
    *form("records:propose_deletion", _ARCHIVE),
    page("records:disposal", _ARCHIVE, lambda s: [s.disposal.pk]),
    *form("records:confirm_disposal", {"rita"}, lambda s: [s.disposal.pk]),  # Mona has proposed it
    *form("records:reject_disposal", _ARCHIVE, lambda s: [s.disposal.pk]),
]
