"""The root of all addresses: each door hangs its own urls here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dhara.api.pages.webhook_urls import own_patterns as own_webhook_patterns
from dhara.api.pages.webhook_urls import patterns as webhook_patterns
from dhara.config.health import healthz
from dhara.web.studio.doors import frame, member
from dhara.web.studio.views.sandbox_wallet import wallet
from dhara.web.ui.pictures import picture

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("dhara.web.storefront.urls")),  # first: what is asked for most is found soonest
    path("ui/", include("dhara.web.ui.urls")),
    path("media/<int:picture_id>-<str:token>/<int:width>.webp", picture, name="picture"),
    path("api/", include("dhara.api.urls")),
    path("account/keys/", include("dhara.api.pages.key_urls")),
    path("account/", include(own_webhook_patterns())),
    path("account/", include("dhara.web.account.urls")),
    path("studio/", include("dhara.web.account.studio_urls")),
    path("studio/", include(webhook_patterns(member, frame))),
    path("studio/", include("dhara.web.audience.urls")),
    path("", include("dhara.web.messages.urls")),
    path("", include("dhara.web.work.urls")),
    path("", include("dhara.web.jobs.urls")),
    path("", include("dhara.web.proposals.urls")),
    path("", include("dhara.web.funding.urls")),
    path("", include("dhara.web.campaigns.urls")),
    path("", include("dhara.web.tasks.urls")),
    path("", include("dhara.web.disputes.urls")),
    path("", include("dhara.web.reviews.urls")),
    path("studio/", include("dhara.web.studio.urls")),
    path("", include("dhara.web.operator.urls")),
    path("sandbox/wallet/", wallet, name="sandbox-wallet"),
    path("hooks/", include("dhara.api.hooks.urls")),
    path("", include("dhara.web.checkout.urls")),
    path("", include("dhara.web.library.urls")),
    path("", include("dhara.web.subscriber.urls")),
]

handler400 = "dhara.web.ui.errors.bad_request"
handler403 = "dhara.web.ui.errors.forbidden"
handler404 = "dhara.web.ui.errors.not_found"
handler429 = "dhara.web.ui.errors.too_many"  # allauth's limits look it up here
handler500 = "dhara.web.ui.errors.server_error"
