from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "dhara.cli"
    label = "cli"
