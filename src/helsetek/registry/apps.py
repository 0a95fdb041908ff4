from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "helsetek.registry"
    label = "registry"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from helsetek.common.web import navigation

        navigation.add_to_footer(_("Organisations"), "registry:organisations", order=40)
