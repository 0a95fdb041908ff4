from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "helsetek.grants"
    label = "grants"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
