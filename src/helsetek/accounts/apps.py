from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "helsetek.accounts"
    label = "accounts"
