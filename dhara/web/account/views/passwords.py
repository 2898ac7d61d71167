"""A new password by code: who could read the letter has proven the address."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmPasswordResetCodeView
from django.db import transaction
from django.http import HttpResponse

from dhara.kit import clock
from dhara.kit.actor import person
from dhara.people.accounts.actions import confirm
from dhara.people.accounts.queries import proven_emails


class ConfirmResetCode(ConfirmPasswordResetCodeView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """allauth marks the address as proven without asking its adapter, so the fact is recorded here."""
        account_id = self._process.user.pk
        before = proven_emails(account_id)
        response: HttpResponse = super().form_valid(form)
        if proven_emails(account_id) != before:
            confirm(account_id, by=person(account_id), at=clock.now())
        return response
