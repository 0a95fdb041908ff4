"""Acts on collaborations."""

from .answering import consent, decline, withdraw
from .following import follow
from .founding import Agreement, add_agreement, change, found, invite

__all__ = [
    "Agreement",
    "add_agreement",
    "change",
    "consent",
    "decline",
    "follow",
    "found",
    "invite",
    "withdraw",
]
