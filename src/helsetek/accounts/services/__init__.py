"""Writes of people and roles."""

from .forgetting import clear_sessions, forget_person, lock_person
from .people import choose_language, record_log_in, tell_contact, welcome
from .requests import answer_request, ask_for_role
from .roles import delegate, give_role, revoke_role
from .ties import end_tie, name_superior, tell_tie

__all__ = [
    "answer_request",
    "ask_for_role",
    "choose_language",
    "clear_sessions",
    "delegate",
    "end_tie",
    "forget_person",
    "give_role",
    "lock_person",
    "name_superior",
    "record_log_in",
    "revoke_role",
    "tell_contact",
    "tell_tie",
    "welcome",
]
