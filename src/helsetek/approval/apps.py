from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "helsetek.approval"
    label = "approval"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
