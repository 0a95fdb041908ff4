from django.apps import AppConfig


class SchemeConfig(AppConfig):
    name = "helsetek.scheme"
    label = "scheme"
