from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "helsetek.records"
    label = "records"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
