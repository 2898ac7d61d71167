from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "dhara.catalog"
    label = "catalog"
    verbose_name = _("Market")

    def ready(self) -> None:
        from dhara.catalog.offers import tasks  # noqa: F401 - declares its jobs
