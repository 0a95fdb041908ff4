from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "helsetek.registry"
    label = "registry"
