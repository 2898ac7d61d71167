"""Settings of django-allauth (part of the settings)."""

from __future__ import annotations

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
