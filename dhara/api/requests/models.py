"""Requests that were carried out."""

from __future__ import annotations

from django.db import models

from dhara.checkout.models import Order


class SentRequest(models.Model):
    """`key` is the SHA-256 of the sender's key and who the sender is; `body` the one of what was asked.

    `order` is what came of it, `made` the id of anything else; refunds and payouts keep the key themselves.
    """

    key = models.CharField(max_length=64, unique=True)
    body = models.CharField(max_length=64)
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="+")
    made = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "api_request"

    def __str__(self) -> str:
        return self.key
