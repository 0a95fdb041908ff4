from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "helsetek.portal"
    label = "portal"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
