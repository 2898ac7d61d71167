"""Re-exports the tables of this domain."""

from dhara.trust.disputes.models import Case, Proposal, Statement, StatementFile
from dhara.trust.reviews.models import Exchange, Reputation, Review, ReviewReport

__all__ = ["Case", "Exchange", "Proposal", "Reputation", "Review", "ReviewReport", "Statement", "StatementFile"]
