from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "dhara.checkout"
    label = "checkout"
