from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "helsetek.api"
    label = "api"
