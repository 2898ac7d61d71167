"""Texts of unfold and of Django's admin that no Bengali catalogue of theirs has: here our own one takes them up."""

from django.utils.translation import gettext_noop

UNFOLD = (
    gettext_noop("All"),
    gettext_noop("Apply Filters"),
    gettext_noop("Cancel"),
    gettext_noop("Clear all filters"),
    gettext_noop("Clear selection"),
    gettext_noop("Close"),
    gettext_noop("Dark"),
    gettext_noop("Filters"),
    gettext_noop("General"),
    gettext_noop("Go back"),
    gettext_noop("Light"),
    gettext_noop("Log out"),
    gettext_noop("More actions"),
    gettext_noop("Next"),
    gettext_noop("No data"),
    gettext_noop("No results found"),
    gettext_noop("No results matching your query"),
    gettext_noop("Previous"),
    gettext_noop("Reset filters"),
    gettext_noop("Run the selected action"),
    gettext_noop("Run"),
    gettext_noop("Select action to run"),
    gettext_noop("Select action"),
    gettext_noop("Select all rows"),
    gettext_noop("Select record"),
    gettext_noop("Select value"),
    gettext_noop("Show all"),
    gettext_noop("System"),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("Type to search"),
    gettext_noop("View site"),
)

# Texts of dhara/config/console.py, which has no catalogue of its own.
SETTINGS = (
    gettext_noop("Console"),
    gettext_noop("Operator's console"),
    gettext_noop("Settings"),
)
