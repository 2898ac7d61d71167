from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "dhara.catalog"
    label = "catalog"
