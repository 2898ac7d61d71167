from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "dhara.reactions"
    label = "reactions"
