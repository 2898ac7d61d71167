from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "dhara.kit"
    label = "kit"

    def ready(self) -> None:
        from django.urls import register_converter

        from dhara.kit.locale.slugs import HandleConverter, SlugConverter

        register_converter(SlugConverter, "uslug")
        register_converter(HandleConverter, "handle")
