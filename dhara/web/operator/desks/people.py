"""People: accounts, studios, members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.models import Transition
from dhara.kit.lifecycle.queries import history
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import LANGS, current
from dhara.people.models import Account, Member, Studio, Tie
from dhara.people.studios import actions, queries, rules
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime

# Who can do something, in words.
ACTORS: Final[dict[str, Any]] = {
    "person": _("account"),
    "guest": _("a guest"),
    "operator": _("operator"),
    "gateway": _("the gateway"),
    "system": _("by itself"),
}


class Accounts(Desk):
    list_display = ("email", "name", "language", "operator", "is_active", "joined")
    list_filter = (
        choice("role", _("operators"), lambda: [("operator", _("operators"))], lambda _value: Q(is_staff=True)),
        choice("language", _("language"), lambda: [(code, code) for code in LANGS], lambda value: Q(language=value)),
    )
    fields = ("email", "name", "language", "time_zone", "operator", "is_active", "joined", "last_seen")
    readonly_fields = fields
    search_fields = ("email",)
    search_help_text = _("A complete address, or the number of an account")
    joined = columns.when("joined_at", _("joined"))
    last_seen = columns.when("last_login", _("last signed in"))

    def sought(self, text: str) -> Q:
        proved = EmailAddress.objects.filter(email=text.lower()).values("user_id")
        return super().sought(text) | Q(email=text.lower()) | Q(pk__in=proved)

    @columns.column(_("operator"))
    def operator(self, account: Account) -> SafeString | str:
        return columns.chip(_("operator"), "plain") if account.is_staff else "–"

    def panels(self, thing: Account, request: HttpRequest) -> Iterator[Panel]:
        addresses = EmailAddress.objects.filter(user=thing).order_by("-primary", "email")
        yield Panel(
            _("Addresses"),
            (_("email address"), _("proven"), _("main")),
            [(each.email, _yes(each.verified), _yes(each.primary)) for each in addresses],
        )
        factors = Authenticator.objects.filter(user=thing).order_by("id")
        yield Panel(
            _("Second factors"),
            (_("kind"), _("added"), _("last used")),
            [(e.get_type_display(), localdatetime(e.created_at), localdatetime(e.last_used_at)) for e in factors],
            _("None is set up."),
        )
        mine = Member.objects.filter(account=thing).select_related("studio").order_by("id")
        yield Panel(
            _("Studios"),
            (_("studio"), _("role")),
            [(columns.linked(each.studio), each.get_role_display()) for each in mine],
            _("This person belongs to no studio."),
        )
        found = Tie.objects.filter(Q(one=thing) | Q(other=thing)).select_related("one", "other").order_by("id")
        if found:
            rows = [
                (
                    columns.linked(each.other if each.one_id == thing.pk else each.one),
                    columns.linked_as(each, each.get_reason_display()),
                    localdatetime(each.since),
                    _yes(each.allowed_at is not None),
                )
                for each in found
            ]
            yield Panel(_("In the same hands"), (_("other person"), _("reason"), _("since"), _("allowed")), rows)


class Studios(Desk):
    list_display = ("name", "address", "standing", "currency", "language", "opened")
    list_filter = (choice("status", _("state"), lambda: rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),)
    fields = ("name", "address", "standing", "tagline", "bio", "currency", "language", "time_zone", "opened")
    readonly_fields = fields
    search_fields = ("handle",)
    search_help_text = _("An address such as @nadia, a part of a name, or a number")
    standing = columns.state(_("state"))
    opened = columns.when("created_at", _("opened"))
    verbs = (
        Verb(
            "suspension",
            _("Suspend"),
            _("The studio's pages and offers can not be seen or bought until you lift it. Buyers keep what they "
              "bought. Every member sees the reason, every owner gets it by letter."),
            _("The studio is suspended. Its members were told why."),
            lambda studio, **rest: actions.suspend(studio.pk, **rest),
            possible=lambda studio: studio.status == rules.OPEN,
            reason=True,
            danger=True,
            icon="block",
        ),
        Verb(
            "reinstatement",
            _("Lift the suspension"),
            _("The studio opens again at once, and its members are told."),
            _("The studio is open again."),
            lambda studio, **rest: actions.reinstate(studio.pk, **rest),
            possible=lambda studio: studio.status == rules.SUSPENDED,
            icon="lock_open",
        ),
    )  # fmt: skip

    def sought(self, text: str) -> Q:
        handles = Q(handle_low=text.removeprefix("@").lower())
        return super().sought(text) | handles | Q(name__icontains=text)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(handle_low=Lower("handle"))

    @columns.column(_("address"))
    def address(self, studio: Studio) -> SafeString:
        if studio.status != rules.OPEN:
            return format_html("@{}", studio.handle)
        return format_html('<a class="link" href="/@{0}">@{0}</a>', studio.handle)

    def panels(self, thing: Studio, request: HttpRequest) -> Iterator[Panel]:
        yield Panel(
            _("Members"),
            (_("member"), _("role"), _("since")),
            [
                (columns.linked(each.account), each.get_role_display(), localdatetime(each.since))
                for each in queries.members_of(thing.pk)
            ],
        )
        yield moves(thing)


class Members(Desk):
    list_display = ("person", "shop", "role", "joined")
    list_select_related = ("account", "studio")
    list_filter = (choice("role", _("role"), rules.ROLES.items, lambda value: Q(role=value)),)
    fields = ("person", "shop", "role", "joined")
    readonly_fields = fields
    search_fields = ("studio",)
    search_help_text = _("A complete address of a person, or a studio's address such as @nadia")
    person = columns.link("account", _("person"))
    shop = columns.link("studio", _("studio"))
    joined = columns.when("since", _("since"))

    def sought(self, text: str) -> Q:
        shops = Studio.objects.alias(low=Lower("handle")).filter(low=text.removeprefix("@").lower()).values("pk")
        return Q(account__email=text.lower()) | Q(studio_id__in=shops)


def moves(thing: Any) -> Panel:
    """The transitions of a thing that lives through states."""
    return Panel(
        _("History"),
        (_("when"), _("move"), _("by"), _("reason")),
        [(localdatetime(each.at), _move(thing, each), who(each), each.reason) for each in history(thing)],
        _("It has not moved yet."),
    )


def who(record: Any) -> str:
    """Who did what a fact or a transition records."""
    kind = str(ACTORS.get(record.actor_kind, record.actor_kind))
    return f"{kind} {in_script(str(record.actor_ref), current())}" if record.actor_ref else kind


def _move(thing: Any, each: Transition) -> str:
    states = thing.LIFECYCLE.states
    return " → ".join(str(states.get(state, state)) for state in (each.source, each.target) if state)


def _yes(value: bool) -> str:
    return "✓" if value else "–"


console.register(Account, Accounts)
console.register(Studio, Studios)
console.register(Member, Members)
