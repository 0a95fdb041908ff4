from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SchemeConfig(AppConfig):
    name = "helsetek.scheme"
    label = "scheme"

    def ready(self) -> None:
        from . import wiring

        post_migrate.connect(_keep_goals, sender=self)
        wiring.connect()


def _keep_goals(using: str = "default", **kwargs: Any) -> None:
    """The goals are the scheme's own text: they are there as soon as the tables are."""
    from .services import keep_goals

    if using == "default":
        keep_goals()
