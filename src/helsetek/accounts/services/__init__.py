"""Writes of people and roles."""

from .people import choose_language, welcome
from .roles import delegate, give_role, revoke_role

__all__ = ["choose_language", "delegate", "give_role", "revoke_role", "welcome"]
