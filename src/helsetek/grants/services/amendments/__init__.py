"""Amendments: drafted, asked for, answered, decided, and carried out."""

from .asking import answer_consent, ask, ask_for_information, give_information, go_on_without_answer
from .deciding import decide, grant_on_appeal, hindrance, prepare, send_back, settle
from .drafting import begin, save, withdraw
from .effect import take_effect_today

__all__ = [
    "answer_consent",
    "ask",
    "ask_for_information",
    "begin",
    "decide",
    "give_information",
    "go_on_without_answer",
    "grant_on_appeal",
    "hindrance",
    "prepare",
    "save",
    "send_back",
    "settle",
    "take_effect_today",
    "withdraw",
]
