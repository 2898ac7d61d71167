from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "dhara.api"
    label = "api"

    def ready(self) -> None:
        from dhara.api.webhooks.actions import write
        from dhara.reactions.webhooks import install

        install(write)
