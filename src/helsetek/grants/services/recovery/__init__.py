"""Acts on claims for repayment, from the finding of a breach to the last krone."""

from .breaches import (
    decide,
    drop,
    find_after_reversal,
    find_breach,
    give_notice,
    go_on_without_statement,
    prepare,
    send_back,
    state_view,
)
from .challenged import (
    resume,
    resume_as_settled,
    reverse,
    set_off_at_the_bank,
    suspend,
    suspend_as_ruled,
)
from .claims import agree_plan, claim_unspent, hand_over, take_home
from .entries import record_payment, set_off, set_off_paid, withdraw_set_off, withdraw_set_offs_of
from .reminders import remind_of_claims
from .waivers import decide_waiver, propose_waiver

__all__ = [
    "agree_plan",
    "claim_unspent",
    "decide",
    "decide_waiver",
    "drop",
    "find_after_reversal",
    "find_breach",
    "give_notice",
    "go_on_without_statement",
    "hand_over",
    "prepare",
    "propose_waiver",
    "record_payment",
    "remind_of_claims",
    "resume",
    "resume_as_settled",
    "reverse",
    "send_back",
    "set_off",
    "set_off_at_the_bank",
    "set_off_paid",
    "state_view",
    "suspend",
    "suspend_as_ruled",
    "take_home",
    "withdraw_set_off",
    "withdraw_set_offs_of",
]
