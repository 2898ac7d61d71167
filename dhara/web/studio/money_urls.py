"""Addresses of a studio's money, below /studio/<handle>/money/."""

from __future__ import annotations

from django.urls import path

from dhara.web.studio.views import money, payout_methods, payouts, year

urlpatterns = [
    path("", money.money, name="studio-money"),
    path("movements.csv", money.export, name="studio-money-export"),
    path("year/", year.year, name="studio-year"),
    path("year/<int:year>.csv", year.export, name="studio-year-export"),
    path("payouts/", payouts.payouts, name="studio-payouts"),
    path("payouts/<str:payout_number>/", payouts.payout, name="studio-payout"),
    path("payouts/<str:payout_number>/cancellation/", payouts.cancellation, name="studio-payout-cancellation"),
    path("rhythm/", payouts.plan, name="studio-payout-plan"),
    path("methods/", payout_methods.methods, name="studio-payout-methods"),
    path("methods/new/<str:kind>/", payout_methods.new, name="studio-payout-method-new"),
    path("methods/<int:method_id>/", payout_methods.method, name="studio-payout-method"),
    path("methods/<int:method_id>/code/", payout_methods.code, name="studio-payout-method-code"),
    path("methods/<int:method_id>/letter/", payout_methods.letter, name="studio-payout-method-letter"),
    path("methods/<int:method_id>/amount/", payout_methods.amount, name="studio-payout-method-amount"),
    path("methods/<int:method_id>/removal/", payout_methods.removal, name="studio-payout-method-removal"),
]
