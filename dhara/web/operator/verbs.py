"""What an operator may do with a thing: each verb is one action of a domain, behind a page that says what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField


def always(_thing: Any) -> bool:
    return True


def nothing(_thing: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Verb:
    """`noun` ends the address (`…/suspension/`). `act(thing, by=, at=)` is called, with `reason=` where `reason`.

    `about` says what will happen, `done` what has happened. `possible` hides it where it would be refused anyway.
    `form` asks for more; what it cleans is passed on as well, and `initial(thing)` fills it in.
    `bulk` offers it for many at once in the list.
    """

    noun: str
    label: Any
    about: Any
    done: Any
    act: Callable[..., object]
    possible: Callable[[Any], bool] = always
    reason: bool = False
    danger: bool = False
    bulk: bool = False
    icon: str = "bolt"
    form: type[forms.Form] | None = None
    initial: Callable[[Any], dict[str, Any]] = nothing

    def asked(self, thing: Any, data: Any = None, files: Any = None) -> forms.Form:
        kind = self.form or (ReasonForm if self.reason else NothingForm)
        return kind(data, files, initial=self.initial(thing) if thing is not None else {})


class ReasonForm(forms.Form):
    """Why: it is told to the people concerned, and kept."""

    reason = TextField(lines=True, label=_("Reason"), help_text=_("The people concerned read it."), max_length=1000)


class NothingForm(forms.Form):
    """Only a yes."""
