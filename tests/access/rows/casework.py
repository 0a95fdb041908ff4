"""What every case shares. The case of the scene is seen by its parties and by those who handle cases."""

from tests.access.kinds import (
    ASSESSORS,
    CASE_OFFICERS,
    CASE_SIDE,
    EVERYBODY_LOGGED_IN,
    OWN,
    OWN_WRITERS,
    PARTNERS,
    Reply,
    act,
    form,
    page,
    post_only,
    public,
)

_SEE = OWN | PARTNERS | CASE_SIDE
_WRITE = OWN_WRITERS | PARTNERS | CASE_OFFICERS | {"frode", "hans"}
_RUN = CASE_OFFICERS | {"frode"}

ROWS = [
    page("casework:messages", _SEE, lambda s: [s.case.number]),
    act("casework:messages", _WRITE, lambda s: [s.case.number], lambda s: {"text": "Hei"}),
    page("casework:letters", _SEE, lambda s: [s.case.number]),
    page("casework:events", _SEE, lambda s: [s.case.number]),
    *form(
        "casework:impartiality",
        ASSESSORS | CASE_SIDE,
        lambda s: [s.case.number],
        lambda s: {"conflict": "no"},
    ),
    *form("casework:find_disqualified", ASSESSORS | CASE_SIDE, lambda s: [s.case.number]),
    *form("casework:doubt", {"frode"}, lambda s: [s.doubt.pk]),
    *form("casework:leave_standing", _RUN | {"hans"}, lambda s: [s.act_to_redo.pk]),
    *form("casework:substitute", _RUN, lambda s: [s.conflict.pk], lambda s: {"substitute": s.cast.gunnar.pk}),
    page("casework:document", _SEE, lambda s: [s.document.pk]),
    *form("casework:add_document", OWN_WRITERS, lambda s: ["test.scene", s.case.pk]),
    *form("casework:remove_document", OWN_WRITERS, lambda s: [s.document.pk]),
    public("casework:draws"),
    public("casework:draw", lambda s: [s.draw.pk]),
    public("casework:draw_frame", lambda s: [s.draw.pk]),
    public("casework:draw_file", lambda s: [s.draw.pk]),
    page(
        "casework:draw_frame",
        CASE_SIDE | ASSESSORS,
        lambda s: [s.kept_draw.pk],
        visitors=Reply.FORBIDDEN,
        when="kept",
    ),
    page(
        "casework:draw_file",
        CASE_SIDE | ASSESSORS,
        lambda s: [s.kept_draw.pk],
        visitors=Reply.FORBIDDEN,
        when="kept",
    ),
    *post_only("casework:draw_now", CASE_SIDE | ASSESSORS, lambda s: [s.kept_draw.pk]),
    page("casework:notices", EVERYBODY_LOGGED_IN),
    *post_only("casework:read_all_notices", EVERYBODY_LOGGED_IN),
    *post_only("casework:read_notice", {"anne"}, lambda s: [s.notice.pk], others=Reply.HIDDEN),
    page("casework:failed_notices", {"rita"}),
    *post_only("casework:send_again", {"rita"}, lambda s: [s.failed_notice.pk]),
]
