from django.apps import AppConfig


class CooperationConfig(AppConfig):
    name = "helsetek.cooperation"
    label = "cooperation"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
