"""Addresses of the market, of studios and their offers, and of what crawlers read."""

from __future__ import annotations

from django.urls import include, path

from dhara.web.storefront.views import crawlers, market, offers, sharing, studios

_of_studios = [
    path("<str:handle>", studios.studio, name="studio-page"),
    path("<str:handle>/", studios.without_slash),
    path("<str:handle>/feed", studios.feed, name="studio-feed"),
    path("<str:handle>/<str:slug>", offers.offer, name="offer-page"),
    path("<str:handle>/<str:slug>/", offers.without_slash),
]
urlpatterns = [
    path("@", include(_of_studios)),
    path("", market.home, name="home"),
    path("market/", market.listing, name="market"),
    path("market/<str:slug>/", market.shelf, name="shelf"),
    path("search/", market.search, name="search"),
    path("media/share/<int:picture_id>-<str:token>.jpg", sharing.picture, name="share-picture"),
    path("media/letter/<int:picture_id>-<str:token>.jpg", sharing.letter, name="letter-picture"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.index, name="sitemap"),
    path("sitemap-pages.xml", crawlers.pages, name="sitemap-pages"),
    path("sitemap-studios-<int:number>.xml", crawlers.studios, name="sitemap-studios"),
    path("sitemap-offers-<int:number>.xml", crawlers.offers, name="sitemap-offers"),
]
