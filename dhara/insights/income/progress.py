"""What a studio has done of its first steps."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from dhara.catalog.models import Offer, Tier
from dhara.checkout.models import OrderLine
from dhara.delivery.models import DownloadFile
from dhara.insights.income.rules import Progress
from dhara.people.models import Studio


def progress(studio: Studio, *, protected: bool) -> Progress:
    """One query. `protected` is whether the looker has a second factor (the door knows)."""
    offers = Offer.objects.filter(studio=OuterRef("pk"))
    found = (
        Studio.objects.filter(pk=studio.pk)
        .values_list(
            Exists(offers),
            Exists(DownloadFile.objects.filter(offer__studio=OuterRef("pk"), retired=False)),
            Exists(Tier.objects.filter(offer__studio=OuterRef("pk"), retired=False)),
            Exists(offers.filter(published_at__isnull=False)),
            Exists(OrderLine.objects.filter(studio=OuterRef("pk"), paid_at__isnull=False)),
        )
        .get()
    )
    return Progress(bool(studio.bio and studio.picture_id), *found, protected=protected)
