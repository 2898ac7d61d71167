"""The tables of the API."""

from dhara.api.keys.models import ApiKey
from dhara.api.requests.models import SentRequest
from dhara.api.webhooks.models import Attempt, Endpoint, Message

__all__ = ["ApiKey", "Attempt", "Endpoint", "Message", "SentRequest"]
