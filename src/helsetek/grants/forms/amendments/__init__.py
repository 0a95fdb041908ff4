"""Forms of amendments: one for each kind, and those of the people who decide."""

from .base import ChangeForm, Desk
from .deciding import (
    AnswerForm,
    AskForm,
    CheckAccountForm,
    ConsentForm,
    KindForm,
    PrepareAmendmentForm,
    SettleForm,
)
from .kinds import FORMS

__all__ = [
    "FORMS",
    "AnswerForm",
    "AskForm",
    "ChangeForm",
    "CheckAccountForm",
    "ConsentForm",
    "Desk",
    "KindForm",
    "PrepareAmendmentForm",
    "SettleForm",
]
