from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CommonConfig(AppConfig):
    name = "helsetek.common"
    label = "common"

    def ready(self) -> None:
        from . import norsk

        connection_created.connect(norsk.teach_sqlite, dispatch_uid="norsk")
