"""The verbs of offers, by subject."""

from dhara.catalog.offers.actions._begin import missing
from dhara.catalog.offers.actions.categories import add_category, edit_category, ensure_categories
from dhara.catalog.offers.actions.editing import create, duplicate, edit
from dhara.catalog.offers.actions.pictures import (
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
    set_cover,
    set_pictures,
)
from dhara.catalog.offers.actions.publishing import (
    archive,
    hide,
    lift,
    publish,
    restore,
    run_schedule,
    take_down,
    unpublish,
)
from dhara.catalog.offers.actions.standing import counting_sold, reindex

__all__ = [
    "add_category",
    "add_picture",
    "archive",
    "counting_sold",
    "create",
    "describe_picture",
    "duplicate",
    "edit",
    "edit_category",
    "ensure_categories",
    "hide",
    "lift",
    "missing",
    "move_picture",
    "publish",
    "reindex",
    "remove_picture",
    "restore",
    "run_schedule",
    "set_cover",
    "set_pictures",
    "take_down",
    "unpublish",
]
