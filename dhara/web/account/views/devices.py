"""Where an account is signed in."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.views import ListUserSessionsView

from dhara.web.account.devices import name_of


class Devices(ListUserSessionsView):
    """The list; a POST signs out all other devices."""

    template_name = "account/devices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["rows"] = [
            {"name": name_of(each.user_agent), "ip": each.ip, "since": each.created_at, "is_current": each.is_current()}
            for each in reversed(context["sessions"])
        ]
        return context
