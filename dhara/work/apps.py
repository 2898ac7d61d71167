from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    name = "dhara.work"
    label = "work"
    verbose_name = _("Work")

    def ready(self) -> None:
        from dhara.work.engagements.modes import ALL
        from dhara.work.engagements.rules import install

        install(ALL)
