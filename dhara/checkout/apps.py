from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "dhara.checkout"
    label = "checkout"

    def ready(self) -> None:
        from dhara.checkout.orders import tasks  # noqa: F401 - declares its jobs
