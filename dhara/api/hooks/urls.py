"""Where gateways send their notices: /hooks/<gateway>/."""

from __future__ import annotations

from django.urls import path

from dhara.api.hooks.views import notice

urlpatterns = [path("<slug:source>/", notice, name="gateway-notice")]
