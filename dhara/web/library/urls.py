"""Addresses of the library and of the files. Letters name `library/o/…` and `library/<id>/`."""

from __future__ import annotations

from django.urls import path

from dhara.web.library.views import fetching, gifts, lost, machines, shelves

urlpatterns = [
    path("library/", shelves.library, name="library"),
    path("library/lost/", lost.lost, name="library-lost"),
    path("library/o/<secret:token>/", shelves.of_order, name="library-order"),
    path("library/<int:grant_id>/", shelves.item, name="library-item"),
    path("library/<int:grant_id>/machines/<int:activation_id>/removal/", machines.own, name="library-machine"),
    path(
        "library/o/<secret:token>/machines/<int:activation_id>/removal/",
        machines.of_order,
        name="library-order-machine",
    ),
    path("library/g/<secret:token>/", gifts.gift, name="library-gift"),
    path("library/g/<secret:token>/opening/", gifts.opening, name="library-gift-opening"),
    path(
        "library/g/<secret:token>/machines/<int:activation_id>/removal/",
        gifts.machine,
        name="library-gift-machine",
    ),
    path("d/<str:token>/", fetching.download, name="download"),
]
