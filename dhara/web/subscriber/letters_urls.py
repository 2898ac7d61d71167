"""Addresses in letters: leaving, preferences, one's own data."""

from __future__ import annotations

from django.urls import path

from dhara.web.subscriber.views import data, letters

urlpatterns = [
    path("letters/data/<secret:token>/", data.page, name="own-data"),
    path("letters/data/<secret:token>/data.json", data.as_json, name="own-data-json"),
    path("letters/data/<secret:token>/data.csv", data.as_csv, name="own-data-csv"),
    path("letters/data/<secret:token>/erasure/", data.erasure, name="own-data-erasure"),
    path("letters/<secret:token>/", letters.preferences, name="letters"),
    path("letters/<secret:token>/subscription/", letters.subscription, name="letters-subscription"),
    path("letters/<secret:token>/data/", letters.ask_for_data, name="letters-data"),
    path("letters/<str:token>/unsubscribe/", letters.unsubscribe, name="letters-unsubscribe"),
]
