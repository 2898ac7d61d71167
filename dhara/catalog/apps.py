from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "dhara.catalog"
    label = "catalog"

    def ready(self) -> None:
        from dhara.catalog.offers import tasks  # noqa: F401 - declares its jobs
