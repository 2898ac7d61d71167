"""Sequences that are ready to be made one's own, with letters in both languages."""

from __future__ import annotations

from typing import Final

from dhara.audience.sequences.rules.templates.buyers import AFTER, CART, WIN_BACK
from dhara.audience.sequences.rules.templates.launch import LAUNCH
from dhara.audience.sequences.rules.templates.shape import FORM, OFFER, Template, content
from dhara.audience.sequences.rules.templates.strangers import CHECKLIST, WELCOME

TEMPLATES: Final = {each.key: each for each in (CHECKLIST, LAUNCH, CART, WELCOME, WIN_BACK, AFTER)}

__all__ = ["FORM", "OFFER", "TEMPLATES", "Template", "content"]
