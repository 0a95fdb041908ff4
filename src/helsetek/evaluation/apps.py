from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "helsetek.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
