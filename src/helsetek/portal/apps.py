from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "helsetek.portal"
    label = "portal"
