"""Rules as a sentence: "Everybody who has the tag “x”, and has not bought “y” in the last 30 days."."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dhara.audience.contacts.rules import LIFECYCLE
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current

# The leaf about one thing (or a value), and what it says of somebody for whom it does not hold.
_SAYS: Final[Mapping[str, tuple[Any, Any]]] = {
    "status": (gettext_lazy("is in the state “%(name)s”"), gettext_lazy("is not in the state “%(name)s”")),
    "language": (gettext_lazy("reads %(name)s"), gettext_lazy("does not read %(name)s")),
    "source": (gettext_lazy("came by “%(name)s”"), gettext_lazy("did not come by “%(name)s”")),
    "tag": (gettext_lazy("has the tag “%(name)s”"), gettext_lazy("does not have the tag “%(name)s”")),
    "form": (gettext_lazy("filled in “%(name)s”"), gettext_lazy("did not fill in “%(name)s”")),
    "bought": (gettext_lazy("bought “%(name)s”"), gettext_lazy("did not buy “%(name)s”")),
    "refunded": (
        gettext_lazy("got money back for “%(name)s”"),
        gettext_lazy("did not get money back for “%(name)s”"),
    ),
    "opened": (gettext_lazy("opened the letter “%(name)s”"), gettext_lazy("did not open the letter “%(name)s”")),
    "clicked": (
        gettext_lazy("followed a link of the letter “%(name)s”"),
        gettext_lazy("followed no link of the letter “%(name)s”"),
    ),
    "in_sequence": (
        gettext_lazy("is in the sequence “%(name)s”"),
        gettext_lazy("is not in the sequence “%(name)s”"),
    ),
    "was_in_sequence": (
        gettext_lazy("is or was in the sequence “%(name)s”"),
        gettext_lazy("was never in the sequence “%(name)s”"),
    ),
}
# The same about any thing of its kind, or about none.
_ANYTHING: Final[Mapping[str, tuple[Any, Any]]] = {
    "subscribed": (gettext_lazy("has subscribed"), gettext_lazy("has not subscribed")),
    "active": (gettext_lazy("was active"), gettext_lazy("was not active")),
    "form": (gettext_lazy("filled in any form"), gettext_lazy("filled in no form")),
    "bought": (gettext_lazy("bought something"), gettext_lazy("bought nothing")),
    "refunded": (gettext_lazy("got money back"), gettext_lazy("got no money back")),
    "opened": (gettext_lazy("opened any letter"), gettext_lazy("opened no letter")),
    "clicked": (gettext_lazy("followed a link of any letter"), gettext_lazy("followed no link of any letter")),
    "in_sequence": (gettext_lazy("is in a sequence"), gettext_lazy("is in no sequence")),
    "was_in_sequence": (gettext_lazy("is or was in a sequence"), gettext_lazy("was never in a sequence")),
}
_COMPARES: Final[Mapping[str, tuple[Any, Any]]] = {
    "is": (gettext_lazy("%(field)s is %(value)s"), gettext_lazy("%(field)s is not %(value)s")),
    "contains": (gettext_lazy("%(field)s contains %(value)s"), gettext_lazy("%(field)s does not contain %(value)s")),
    "greater": (
        gettext_lazy("%(field)s is greater than %(value)s"),
        gettext_lazy("%(field)s is not greater than %(value)s"),
    ),
    "less": (gettext_lazy("%(field)s is less than %(value)s"), gettext_lazy("%(field)s is not less than %(value)s")),
    "known": (gettext_lazy("%(field)s is known"), gettext_lazy("%(field)s is not known")),
}
LANGUAGES: Final = {"bn": gettext_lazy("Bengali"), "en": gettext_lazy("English")}
_GROUPS: Final = ("all", "any", "not")


def in_words(rules: Mapping[str, Any], names: Mapping[tuple[str, Any], str]) -> str:
    """Clean rules as one sentence in the current language; `names` by (kind of thing, id), as `things.names` gives."""
    what = _phrase(rules, names, yes=True)
    if not what:
        return _("Everybody.") if "any" not in rules else _("Nobody.")
    return _("Everybody who %(what)s.") % {"what": what}


def _phrase(rule: Mapping[str, Any], names: Mapping[tuple[str, Any], str], *, yes: bool) -> str:
    if "not" in rule:
        return _phrase(rule["not"], names, yes=not yes)
    if "all" in rule or "any" in rule:
        return _group(rule, names, yes=yes)
    return _leaf(rule, names, yes=yes)


def _group(rule: Mapping[str, Any], names: Mapping[tuple[str, Any], str], *, yes: bool) -> str:
    """Of what is denied, "all" becomes "any" and each part is denied: nobody reads "not (a or b)" well."""
    every = ("all" in rule) == yes
    parts = []
    for each in rule.get("all") or rule.get("any") or ():
        words = _phrase(each, names, yes=yes)
        inner = each.get("not", each)
        several = len(inner.get("all") or inner.get("any") or ()) > 1
        parts += [f"({words})" if several else words] if words else []
    return (_(", and ") if every else _(", or ")).join(parts)


def _leaf(leaf: Mapping[str, Any], names: Mapping[tuple[str, Any], str], *, yes: bool) -> str:
    if "field" in leaf:
        return _field(leaf, names, yes=yes)
    if not yes and ("times" in leaf or "amount" in leaf):
        return _("is not one who %(what)s") % {"what": _leaf(leaf, names, yes=True)}
    head = next(key for key in leaf if key in _SAYS or key in _ANYTHING)
    value = leaf[head]
    if value is True or value == "any":
        words = str(_ANYTHING[head][0 if yes else 1])
    else:
        words = str(_SAYS[head][0 if yes else 1]) % {"name": _name(head, value, names)}
    return _timed(_summed(words, leaf), leaf)


def _name(head: str, value: Any, names: Mapping[tuple[str, Any], str]) -> str:
    if head == "status":
        return str(LIFECYCLE.states[value])
    if head == "language":
        return str(LANGUAGES[value])
    if head == "source":
        return str(SOURCES.get(value, value))
    kinds = {"bought": "offer", "refunded": "offer", "opened": "message", "clicked": "message"}
    kind = kinds.get(head) or head.removeprefix("was_").removeprefix("in_")
    return names.get((kind, value)) or _("(deleted)")


SOURCES: Final = {
    "form": gettext_lazy("a form"),
    "import": gettext_lazy("an import"),
    "order": gettext_lazy("an order"),
    "api": gettext_lazy("the API"),
    "hand": gettext_lazy("hand"),
    "preferences": gettext_lazy("their own page"),
}


def _field(leaf: Mapping[str, Any], names: Mapping[tuple[str, Any], str], *, yes: bool) -> str:
    how = next(key for key in leaf if key in _COMPARES)
    field = names.get(("field", leaf["field"])) or str(leaf["field"])
    value = leaf[how]
    if how == "known":
        return str(_COMPARES[how][0 if yes == value else 1]) % {"field": field}
    if isinstance(value, bool):
        shown = _("yes") if value else _("no")
    else:
        shown = in_script(value, current()) if isinstance(value, (int, float)) else f"“{value}”"
    return str(_COMPARES[how][0 if yes else 1]) % {"field": field, "value": shown}


def _summed(words: str, leaf: Mapping[str, Any]) -> str:
    lang = current()
    if (times := leaf.get("times", 1)) > 1:
        many = ngettext("%(what)s at least %(times)s time", "%(what)s at least %(times)s times", times)
        words = many % {"what": words, "times": in_script(times, lang)}
    if "amount" in leaf:
        amount = Money(leaf["amount"], leaf["currency"]).display(lang)
        words = _("%(what)s for at least %(amount)s") % {"what": words, "amount": amount}
    return words


def _timed(words: str, leaf: Mapping[str, Any]) -> str:
    lang = current()
    if "within_days" in leaf:
        days = leaf["within_days"]
        many = ngettext("%(what)s in the last %(days)s day", "%(what)s in the last %(days)s days", days)
        words = many % {"what": words, "days": in_script(days, lang)}
    if "since" in leaf:
        words = _("%(what)s since %(day)s") % {"what": words, "day": show_date(date.fromisoformat(leaf["since"]), lang)}
    if "before" in leaf:
        day = show_date(date.fromisoformat(leaf["before"]), lang)
        words = _("%(what)s before %(day)s") % {"what": words, "day": day}
    return words
