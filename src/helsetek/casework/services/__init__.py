"""The acts of casework, by noun. Other rooms call them as ``casework.services.open_case(...)``."""

from .appeals import (
    begin_appeal,
    comment_on_statement,
    save_appeal,
    submit_appeal,
    withdraw_appeal,
)
from .cases import assign_officer, change_lead, open_case, retitle, set_members
from .documents import add_document, remove_document, store_document
from .draws import announce_draw, make_draw, make_due_draws
from .erasing import erase_document, erase_notices, take_file_away
from .forewarnings import (
    give_notice_of_reversal,
    require_notice,
    send_notice_letter,
    state_on_notice,
    use_notice,
    withdraw_notice,
    write_notice,
)
from .forewarnings import record as record_notice
from .impartiality import (
    declare_impartiality,
    find_disqualified,
    name_substitute,
    on_disqualified,
    rule_on_impartiality,
)
from .letters import make_letter, mark_sent
from .messages import write_message
from .notices import mark_read, notify, send_again, withdraw_notices
from .preparing import Answered, Proposed, prepare_answer, prepare_on_appeal, prepare_reversal
from .receipts import open_letter, record_receipt
from .redoing import leave_standing
from .requests import ask
from .rulings import correct_letter, decide_ruling, send_ruling_back
from .texts import write_text
from .worker import run_worker, send_next

__all__ = [
    "Answered",
    "Proposed",
    "add_document",
    "announce_draw",
    "ask",
    "assign_officer",
    "begin_appeal",
    "change_lead",
    "comment_on_statement",
    "correct_letter",
    "decide_ruling",
    "declare_impartiality",
    "erase_document",
    "erase_notices",
    "find_disqualified",
    "give_notice_of_reversal",
    "leave_standing",
    "make_draw",
    "make_due_draws",
    "make_letter",
    "mark_read",
    "mark_sent",
    "name_substitute",
    "notify",
    "on_disqualified",
    "open_case",
    "open_letter",
    "prepare_answer",
    "prepare_on_appeal",
    "prepare_reversal",
    "record_notice",
    "record_receipt",
    "remove_document",
    "require_notice",
    "retitle",
    "rule_on_impartiality",
    "run_worker",
    "save_appeal",
    "send_again",
    "send_next",
    "send_notice_letter",
    "send_ruling_back",
    "set_members",
    "state_on_notice",
    "store_document",
    "submit_appeal",
    "take_file_away",
    "use_notice",
    "withdraw_appeal",
    "withdraw_notice",
    "withdraw_notices",
    "write_message",
    "write_notice",
    "write_text",
]
