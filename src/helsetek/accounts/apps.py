from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "helsetek.accounts"
    label = "accounts"

    def ready(self) -> None:
        from helsetek.registry import permissions as registry_permissions

        from .permissions import signs_for

        registry_permissions.let_decide(signs_for)  # type: ignore[arg-type]
