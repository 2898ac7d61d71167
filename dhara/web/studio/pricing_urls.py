"""Addresses of coupons, of suggestions, of shared income and of tax, below a studio's."""

from __future__ import annotations

from django.urls import path

from dhara.web.studio.views import collaborators, coupons, suggestions, tax

_OFFER = "offers/<int:offer_id>/collaborators/"
_SUGGESTIONS = "offers/<int:offer_id>/suggestions/"

urlpatterns = [
    path("coupons/", coupons.index, name="studio-coupons"),
    path("coupons/new/", coupons.new, name="studio-coupon-new"),
    path("coupons/<int:coupon_id>/", coupons.coupon, name="studio-coupon"),
    path("coupons/<int:coupon_id>/state/", coupons.state, name="studio-coupon-state"),
    path(_OFFER, collaborators.invitation, name="studio-offer-collaborators"),
    path(f"{_OFFER}<int:collaborator_id>/ending/", collaborators.ending, name="studio-offer-collaborator-ending"),
    path(_SUGGESTIONS, suggestions.suggestions, name="studio-offer-suggestions"),
    path(f"{_SUGGESTIONS}<int:suggestion_id>/removal/", suggestions.removal, name="studio-offer-suggestion-removal"),
    path("collaborations/", collaborators.index, name="studio-collaborations"),
    path("collaborations/<int:part_id>/ending/", collaborators.leaving, name="studio-collaboration-ending"),
    path("settings/tax/", tax.tax, name="studio-tax"),
]
