"""Settings of django-unfold, the operator's console (part of the settings)."""

from __future__ import annotations
