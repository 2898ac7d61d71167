"""Addresses under /account/, those of allauth among them."""

from __future__ import annotations

from django.urls import include, path

from dhara.web.account.views import collaborations, notices, settings, studios
from dhara.web.account.views.devices import Devices
from dhara.web.account.views.passwords import ConfirmResetCode

urlpatterns = [
    path("", settings.home, name="account-home"),
    path("profile/", settings.profile, name="account-profile"),
    path("protection/", settings.protection, name="account-protection"),
    path("notices/", notices.notices, name="account-notices"),
    path("notices/reading/", notices.reading, name="account-notices-reading"),
    path("mail/", notices.mail, name="account-mail"),
    path("invitations/<str:token>/", studios.invitation, name="studio-invitation"),
    path("invitations/<str:token>/acceptance/", studios.acceptance, name="studio-invitation-acceptance"),
    path("collaborations/<str:token>/", collaborations.collaboration, name="collaboration"),
    path("collaborations/<str:token>/acceptance/", collaborations.acceptance, name="collaboration-acceptance"),
    path("collaborations/<str:token>/refusal/", collaborations.refusal, name="collaboration-refusal"),
    path("second-step/", include("allauth.mfa.urls")),
    path("devices/", Devices.as_view(), name="usersessions_list"),  # the name that allauth goes back to
    path("password/reset/confirm/", ConfirmResetCode.as_view()),  # before allauth's own, and under its name
    path("", include("allauth.account.urls")),
]
