"""Re-exports the tables of this domain."""

from dhara.catalog.bundles.models import BundlePart
from dhara.catalog.collaborators.models import Collaborator
from dhara.catalog.offers.models import Category, Offer, OfferPicture, OldSlug
from dhara.catalog.prices.models import Price, Tier
from dhara.catalog.releases.models import Release
from dhara.catalog.suggestions.models import Suggestion

__all__ = [
    "BundlePart",
    "Category",
    "Collaborator",
    "Offer",
    "OfferPicture",
    "OldSlug",
    "Price",
    "Release",
    "Suggestion",
    "Tier",
]
