from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "dhara.reactions"
    label = "reactions"

    def ready(self) -> None:
        from dhara.kit.facts.rules import install
        from dhara.reactions.table import TABLE

        install(TABLE)
