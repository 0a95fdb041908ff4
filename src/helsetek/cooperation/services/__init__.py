"""Acts on collaborations."""

from .answering import consent, decline, withdraw
from .founding import Agreement, add_agreement, change, found, invite

__all__ = ["Agreement", "add_agreement", "change", "consent", "decline", "found", "invite", "withdraw"]
