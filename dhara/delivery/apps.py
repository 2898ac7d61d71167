from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "dhara.delivery"
    label = "delivery"
    verbose_name = _("Sales")

    def ready(self) -> None:
        from dhara.catalog.kinds import install
        from dhara.delivery.bundles.kind import Bundles
        from dhara.delivery.downloads import tasks  # noqa: F401 - declares its jobs
        from dhara.delivery.downloads.kind import Downloads
        from dhara.delivery.evidence import tasks as evidence  # noqa: F401 - declares its job
        from dhara.delivery.licences.kind import Licensed
        from dhara.delivery.preorders import tasks as preorders  # noqa: F401 - declares its jobs

        install([Downloads(), Licensed(), Bundles()])
