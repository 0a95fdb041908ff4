from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "helsetek.casework"
    label = "casework"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
