"""Settings of django-unfold, the operator's console (part of the settings)."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

# The tokens of dhara/web/ui/assets/css/tokens.css as scales: jute and river.
_BASE = "#fbf8f2 #f5efe3 #e7dcc8 #d3c7b0 #a3aaa6 #66767a #4a5b60 #2f474d #1f343a #142529 #0f1c20"
_PRIMARY = "#eef7f6 #d8edeb #b0dad7 #7fc4c2 #57b6b7 #46afb0 #0b5661 #0a4a54 #083f48 #07343c #042126"
_WEIGHTS = ("50", *(str(weight) for weight in range(100, 1000, 100)), "950")

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Console"),
    "SITE_HEADER": "Dhara",
    "SITE_SUBHEADER": _("Operator's console"),
    "SITE_URL": "/",
    "SITE_ICON": lambda _request: static("icon.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("icon.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": "/ui/language/"},
    "STYLES": [lambda _request: static("css/console.css")],
    "BORDER_RADIUS": "10px",
    "COLORS": {
        "base": dict(zip(_WEIGHTS, _BASE.split(), strict=True)),
        "primary": dict(zip(_WEIGHTS, _PRIMARY.split(), strict=True)),
    },
    "SIDEBAR": {"navigation": "dhara.web.operator.sidebar.groups"},
    "ACCOUNT": {"navigation": [{"title": _("Settings"), "link": "/account/"}]},
    "ENVIRONMENT": "dhara.web.operator.sidebar.environment",
}
