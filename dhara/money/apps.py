from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "dhara.money"
    label = "money"
