from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StandardsConfig(AppConfig):
    name = "helsetek.standards"
    label = "standards"

    def ready(self) -> None:
        from . import wiring

        post_migrate.connect(_keep_catalogue, sender=self)
        wiring.connect()


def _keep_catalogue(using: str = "default", **kwargs: Any) -> None:
    """The starting catalogue is there as soon as the tables are; what is kept here later is not written over."""
    from .services import keep_catalogue

    if using == "default":
        keep_catalogue()
