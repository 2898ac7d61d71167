"""Addresses of the workplace. `/studio/new/` and its like come before (dhara.web.account.studio_urls)."""

from __future__ import annotations

from django.urls import path

from dhara.web.studio.views import dashboard, money, orders, settings

urlpatterns = [
    path("", dashboard.mine, name="studio-mine"),
    path("<str:handle>/", dashboard.dashboard, name="studio-dashboard"),
    path("<str:handle>/orders/", orders.index, name="studio-orders"),
    path("<str:handle>/orders/export.csv", orders.export, name="studio-orders-export"),
    path("<str:handle>/orders/<str:number>/", orders.order, name="studio-order"),
    path("<str:handle>/orders/<str:number>/letter/", orders.letter, name="studio-order-letter"),
    path("<str:handle>/money/", money.money, name="studio-money"),
    path("<str:handle>/settings/", settings.settings, name="studio-settings"),
    path("<str:handle>/settings/profile/", settings.profile, name="studio-profile"),
    path("<str:handle>/settings/address/", settings.address, name="studio-address"),
    path("<str:handle>/settings/closure/", settings.closure, name="studio-closure"),
    path("<str:handle>/invitations/", settings.invitations, name="studio-invitations"),
    path(
        "<str:handle>/invitations/<int:invitation_id>/withdrawal/",
        settings.withdrawal,
        name="studio-invitation-withdrawal",
    ),
    path("<str:handle>/members/<int:account_id>/role/", settings.role, name="studio-member-role"),
    path("<str:handle>/members/<int:account_id>/departure/", settings.departure, name="studio-member-departure"),
]
