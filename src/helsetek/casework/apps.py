from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "helsetek.casework"
    label = "casework"
