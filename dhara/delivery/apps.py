from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "dhara.delivery"
    label = "delivery"
