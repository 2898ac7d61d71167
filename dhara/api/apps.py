from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "dhara.api"
    label = "api"
