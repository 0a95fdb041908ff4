from django.apps import AppConfig


class CooperationConfig(AppConfig):
    name = "helsetek.cooperation"
    label = "cooperation"
