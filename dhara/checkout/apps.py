from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    name = "dhara.checkout"
    label = "checkout"
    verbose_name = _("Sales")

    def ready(self) -> None:
        from dhara.checkout.abandoned import tasks as abandoned  # noqa: F401 - declares its jobs
        from dhara.checkout.gifts import tasks as gifts  # noqa: F401 - declares its jobs
        from dhara.checkout.orders import tasks  # noqa: F401 - declares its jobs
