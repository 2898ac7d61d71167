"""The tables of the API."""

from dhara.api.keys.models import ApiKey
from dhara.api.requests.models import SentRequest

__all__ = ["ApiKey", "SentRequest"]
