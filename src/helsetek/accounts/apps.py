from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "helsetek.accounts"
    label = "accounts"

    def ready(self) -> None:
        from helsetek.common.web import navigation
        from helsetek.registry import permissions as registry_permissions

        from . import checks  # noqa: F401 - it registers itself
        from .permissions import signs_for
        from .shown import who_is_logged_in

        registry_permissions.let_decide(signs_for)  # type: ignore[arg-type]
        navigation.tell_who(who_is_logged_in)
