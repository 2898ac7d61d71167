from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dhara.web"
    label = "web"
