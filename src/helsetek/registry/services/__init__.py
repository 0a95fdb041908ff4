"""Writes of the registry."""

from .bank_accounts import register_account
from .loading import load_registry
from .organisations import add_organisation
from .refreshing import refresh_municipalities

__all__ = ["add_organisation", "load_registry", "refresh_municipalities", "register_account"]
