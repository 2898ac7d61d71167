from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    name = "dhara.kit"
    label = "kit"
    verbose_name = _("Machine")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.urls import register_converter

        from dhara.kit import moments
        from dhara.kit.locale.slugs import HandleConverter, SlugConverter

        register_converter(SlugConverter, "uslug")
        register_converter(HandleConverter, "handle")
        connection_created.connect(moments.read_quickly)
