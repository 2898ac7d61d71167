from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dhara.web"
    label = "web"

    def ready(self) -> None:
        from dhara.web.ui import converters

        converters.declare()
