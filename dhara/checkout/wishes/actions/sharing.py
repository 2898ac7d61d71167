"""The secret link by which others see a list."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.checkout.wishes import rules
from dhara.checkout.wishes.models import WishList
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid


@transaction.atomic
def share(wishlist: WishList, *, name: str, at: datetime) -> WishList:
    """Switch the link on, or give the list another name; a link that is on stays the same. Raises Invalid on `name`."""
    name = clean_text(name)
    if len(name) > rules.NAME_LENGTH:
        raise Invalid("name_long", _("Please choose a shorter name."), "name")
    kept = WishList.objects.select_for_update().get(pk=wishlist.pk)
    kept.shared_token = kept.shared_token or secrets.token_urlsafe(24)
    kept.shared_name, kept.changed_at = name, at
    kept.save(update_fields=["shared_token", "shared_name", "changed_at"])
    return kept


@transaction.atomic
def unshare(wishlist: WishList, *, at: datetime) -> WishList:
    """Switch the link off: whoever has it finds nothing any more, also when another one is made later."""
    kept = WishList.objects.select_for_update().get(pk=wishlist.pk)
    kept.shared_token, kept.changed_at = None, at
    kept.save(update_fields=["shared_token", "changed_at"])
    return kept
