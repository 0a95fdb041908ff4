"""The acts of casework, by noun. Other rooms call them as ``casework.services.open_case(...)``."""

from .cases import assign_officer, open_case, retitle, set_members
from .documents import add_document, remove_document, store_document
from .draws import announce_draw, make_draw, make_due_draws
from .impartiality import declare_impartiality, name_substitute
from .letters import make_letter, mark_sent
from .messages import write_message
from .notices import mark_read, notify, send_again, withdraw_notices
from .worker import run_worker, send_next

__all__ = [
    "add_document",
    "announce_draw",
    "assign_officer",
    "declare_impartiality",
    "make_draw",
    "make_due_draws",
    "make_letter",
    "mark_read",
    "mark_sent",
    "name_substitute",
    "notify",
    "open_case",
    "remove_document",
    "retitle",
    "run_worker",
    "send_again",
    "send_next",
    "set_members",
    "store_document",
    "withdraw_notices",
    "write_message",
]
