from django.apps import AppConfig


class ControlConfig(AppConfig):
    name = "helsetek.control"
    label = "control"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
