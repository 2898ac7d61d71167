"""Re-exports the tables of this domain."""

from dhara.trust.reviews.models import Exchange, Reputation, Review, ReviewReport

__all__ = ["Exchange", "Reputation", "Review", "ReviewReport"]
