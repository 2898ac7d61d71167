"""What came back of the money of work, and where it is while a bank of who paid has to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.languages import current


@dataclass(frozen=True)
class Returned:
    """Minor units: `sent` the gateway was asked to give, `waits` for a bank's decision, `banks` had given before."""

    sent: int = 0
    waits: int = 0
    banks: int = 0

    @property
    def plain(self) -> bool:
        """No bank has to do with it."""
        return not (self.waits or self.banks)

    def told(self, currency: str) -> list[str]:
        """To who paid, in the language that is active."""
        return self._words(currency, ahead=False)

    def foretold(self, currency: str) -> list[str]:
        """The same before it happens, to who is about to decide."""
        return self._words(currency, ahead=True)

    def _words(self, currency: str, *, ahead: bool) -> list[str]:
        said = []
        if self.sent and ahead:
            said.append(_("%(back)s goes back to you, the way you paid."))
        elif self.sent:
            said.append(_("%(back)s is on its way back to you, the way you paid."))
            said.append(_("A wallet usually shows it within a day. A bank or a card can take up to ten days."))
        if self.waits:
            said.append(_("Your bank asks us about the payment: %(waits)s waits for its decision."))
        if self.banks:
            said.append(_("Your bank has given %(banks)s back to you already."))
        sums = {"back": self.sent, "waits": self.waits, "banks": self.banks}
        shown = {name: Money(each, currency).display(current()) for name, each in sums.items()}
        return [each % shown for each in said]


NOTHING: Final = Returned()
