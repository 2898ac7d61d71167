from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "dhara.delivery"
    label = "delivery"
    verbose_name = _("Sales")

    def ready(self) -> None:
        from dhara.catalog.kinds import install
        from dhara.delivery.bundles.kind import Bundles
        from dhara.delivery.downloads.kind import Downloads
        from dhara.delivery.gigs.kind import Gigs
        from dhara.delivery.licences.kind import Licensed

        install([Downloads(), Licensed(), Bundles(), Gigs()])
