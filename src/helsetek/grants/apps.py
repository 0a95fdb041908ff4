from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "helsetek.grants"
    label = "grants"
