"""What a password must be. Django's own validators, with sentences that are also there in Bengali."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.locale.digits import in_script


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("This password is too short. Use %(count)s characters or more.") % {"count": self._count()}

    def get_help_text(self) -> str:
        return _("Use %(count)s characters or more; a few words are easier to remember than odd signs.") % {
            "count": self._count()
        }

    def _count(self) -> str:
        return in_script(self.min_length, get_language() or "en")


class NotPersonal(password_validation.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        return _("This password is too similar to your name or email address.")

    def get_help_text(self) -> str:
        return _("It must not resemble your name or email address.")


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easily guessed. Choose another.")

    def get_help_text(self) -> str:
        return _("It must not be one that many people use.")


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("A password of digits alone is easily guessed. Add some letters.")

    def get_help_text(self) -> str:
        return _("It must not consist of digits alone.")
