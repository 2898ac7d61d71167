from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "dhara.delivery"
    label = "delivery"

    def ready(self) -> None:
        from dhara.catalog.kinds import install
        from dhara.delivery.downloads import tasks  # noqa: F401 - declares its jobs
        from dhara.delivery.downloads.kind import Downloads

        install([Downloads()])
