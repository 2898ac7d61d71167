"""Where gateways send their notices: /hooks/<gateway>/ for the instance's account, with a token for a studio's."""

from __future__ import annotations

from django.urls import path

from dhara.api.hooks.mail import came_back
from dhara.api.hooks.views import notice

urlpatterns = [
    path("mail/<slug:token>/", came_back, name="mail-hook"),
    path("<slug:source>/", notice, name="gateway-notice"),
    path("<slug:source>/<slug:notice_token>/", notice, name="gateway-notice-of-account"),
]
