from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "dhara.kit"
    label = "kit"
