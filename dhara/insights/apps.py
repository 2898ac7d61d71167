from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "dhara.insights"
    label = "insights"
