"""Addresses of the keys, in the settings of the account."""

from __future__ import annotations

from django.urls import path

from dhara.api.pages.views.keys import keys, revocation

urlpatterns = [
    path("", keys, name="account-keys"),
    path("<int:key_id>/revocation/", revocation, name="account-key-revocation"),
]
