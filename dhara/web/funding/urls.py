"""Addresses of payments for work: begin one, choose how to pay, come back from the gateway."""

from __future__ import annotations

from django.urls import URLPattern, path

from dhara.web.funding.views import begin, pay, returning

app_name = "funding"

urlpatterns: list[URLPattern] = [
    path("pay/work/<int:engagement_id>/", begin.fund, name="fund"),
    path("pay/<secret:token>/", pay.page, name="pay"),
    path("pay/<secret:token>/payment/", pay.payment, name="payment"),
    path("pay/<secret:token>/return/<secret:ref>/", returning.back, name="return"),
]
