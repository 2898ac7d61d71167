"""The composer: a letter's page, on which each button sends the whole form, with scripts or without."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, Final, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dhara.audience.contacts import queries as contacts
from dhara.audience.contacts.models import Contact, Field
from dhara.audience.messages import actions, blocks, mail, placeholders, queries, rules
from dhara.audience.messages.models import Message
from dhara.audience.messages.reaching import unreachable
from dhara.kit import clock
from dhara.kit.files.actions import store_picture
from dhara.kit.locale.languages import LANGS, NAMES, known
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience import frame
from dhara.web.audience.forms import letters as forms
from dhara.web.studio.doors import Desk, member
from dhara.web.ui.limits import count

Context = dict[str, Any]
SHAPES: Final = {"phone": gettext_lazy("Phone"), "desktop": gettext_lazy("Computer")}
TONES: Final = {"light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
MOST_SHOWN: Final = 24


def letter_of(desk: Desk, message_id: int) -> Message:
    """One of the studio's letters. Raises NotFoundHere."""
    found = queries.visible_to(desk.viewer, desk.studio).filter(pk=message_id).first() if message_id < 2**63 else None
    if found is None:
        raise NotFoundHere
    return found


def reader_of(desk: Desk, text: str) -> Contact | None:
    """The contact as whom the letter is looked at."""
    chosen = text.isdecimal() and len(text) < 19
    return contacts.visible_to(desk.viewer, desk.studio).filter(pk=int(text)).first() if chosen else None


@require_http_methods(["GET", "HEAD", "POST"])
@member("edit_letters")
def letter(request: HttpRequest, desk: Desk, message_pk: int) -> HttpResponseBase:
    found = letter_of(desk, message_pk)
    if request.method != "POST":
        return _page(request, desk, found, _language(found, request.GET.get("words", "")))
    language = known(request.POST.get("lang"), desk.studio.language)
    typed = forms.typed(request.POST)
    problems: list[Refused] = []
    _take_pictures(request, desk, typed, problems)
    verb, _colon, about = request.POST.get("do", "save").partition(":")
    typed["blocks"] = _arranged(typed["blocks"], verb, about)
    try:
        found = _save(request, desk, found, language, typed)
    except Refused as refusal:
        problems.append(refusal)
    if problems:
        return _page(request, desk, found, language, typed, problems)
    return _after(request, desk, found, language, verb, about)


def _arranged(found: list[forms.Words], verb: str, about: str) -> list[forms.Words]:
    if verb == "add" and about in blocks.KINDS:
        return [*found, forms.fresh(about)]
    return forms.moved(found, verb, int(about)) if about.isdecimal() and len(about) < 4 else found


def _save(request: HttpRequest, desk: Desk, found: Message, language: str, typed: forms.Words) -> Message:
    changed = {name: request.POST[name] for name in ("from_name", "reply_to", "tracking") if name in request.POST}
    content = {**found.content, language: typed}
    return actions.edit(found, by=desk.by, at=clock.now(), content=content, **changed)


def _take_pictures(request: HttpRequest, desk: Desk, typed: forms.Words, problems: list[Refused]) -> None:
    """Files that came with the form take the place of the block's picture."""
    for number, block in enumerate(typed["blocks"]):
        upload = request.FILES.get(f"b{number}-file")
        if block["kind"] != blocks.IMAGE or upload is None:
            continue
        try:
            stored = store_picture(
                cast(BinaryIO, upload),
                name=upload.name or "",
                at=clock.now(),
                owner_ref=desk.by.id,
                studio_ref=desk.studio.pk,
            )
        except Refused as refusal:
            refusal.field = f"blocks.{number}.alt"
            problems.append(refusal)
        else:
            block["picture"] = stored.pk


def _after(request: HttpRequest, desk: Desk, found: Message, language: str, verb: str, about: str) -> HttpResponseBase:
    """What was pressed besides saving."""
    now = clock.now()
    if verb == "language" and about in LANGS:
        language = _other(desk, found, language, about, now)
    elif verb == "drop" and len(found.content) > 1:
        rest = {lang: words for lang, words in found.content.items() if lang != language}
        found = actions.edit(found, by=desk.by, at=now, content=rest)
        language = next(iter(rest))
    elif verb == "take":
        words = next(words for lang, words in found.content.items() if lang != language or len(found.content) == 1)
        found = actions.edit(found, by=desk.by, at=now, content={**found.content, language: words})
    elif verb == "test":
        return _tried(request, desk, found, language, now)
    elif verb == "links":
        count("letter-links", str(desk.by.id), 10, 600)
        broken = queries.unreached(unreachable(queries.addresses(found)))
        return _page(request, desk, found, language, saved=now, alone=True, links=broken)
    if getattr(request, "htmx", False):
        return _page(request, desk, letter_of(desk, found.pk), language, saved=now, alone=verb == "auto")
    place = f"#b{about}" if about.isdecimal() else f"#{'last' if verb == 'add' else 'composer'}"
    return redirect(f"{request.path}?{_query(request, language)}{place}")


def _other(desk: Desk, found: Message, language: str, wanted: str, at: datetime) -> str:
    """To the words in another language; where there are none yet, they begin as a copy of these."""
    if wanted not in found.content:
        content = {**found.content, wanted: found.content[language]}
        actions.edit(found, by=desk.by, at=at, content=content)
    return wanted


def _tried(request: HttpRequest, desk: Desk, found: Message, language: str, at: datetime) -> HttpResponse:
    count("letter-test", str(desk.by.id), 20, 3600)
    address = _own_address(request)
    contact = reader_of(desk, request.POST.get("as", ""))
    mail.try_out(found, language, to=address, by=desk.by, at=at, contact=contact)
    messages.success(request, _("The letter is on its way to %(email)s.") % {"email": address})
    response = redirect(f"{request.path}?{_query(request, language)}")
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    return response


def _language(found: Message, wanted: str) -> str:
    return rules.language_for(found.content, wanted, found.studio.language)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """How the letter is looked at: on which screen, in which light, as whom."""
    asked = request.POST if request.method == "POST" else request.GET
    shape, tone, reader = asked.get("shape", ""), asked.get("tone", ""), asked.get("as", "")
    return {
        "shape": shape if shape in SHAPES else "phone",
        "tone": tone if tone in TONES else "light",
        "as": reader if reader.isdecimal() else "",
        "next": asked.get("next", ""),
    }


def _query(request: HttpRequest, language: str) -> str:
    return urlencode({"words": language, **{name: value for name, value in _chosen(request).items() if value}})


def _page(
    request: HttpRequest,
    desk: Desk,
    found: Message,
    language: str,
    typed: forms.Words | None = None,
    problems: list[Refused] | None = None,
    *,
    saved: datetime | None = None,
    alone: bool = False,
    links: list[rules.Finding] | None = None,
) -> HttpResponseBase:
    """The page; with htmx its composer, or what stands beside it `alone`, as nothing that is being typed may move."""
    words = typed or found.content.get(language) or dict(actions.EMPTY)
    context = _context(request, desk, found, language, words)
    context.update(saved=saved, problems=[_said(each) for each in problems or []], links=links)
    _blame(context, problems or [])
    htmx = getattr(request, "htmx", False)
    alone = alone or request.POST.get("do") == "auto"
    template = ("letter_side" if alone else "letter_form") if htmx else "letter"

    @csp_update({"frame-src": [SELF]})
    def draw(asked: HttpRequest) -> HttpResponseBase:
        return render(asked, f"audience/{template}.html", context, status=422 if problems else 200)

    return draw(request)


def _context(request: HttpRequest, desk: Desk, found: Message, language: str, words: forms.Words) -> Context:
    chosen = _chosen(request)
    offers = [(str(each.pk), each.title) for each in queries.offers_of(desk.studio)[:200]]
    return frame.page(
        desk,
        "letters",
        letter=found,
        language=language,
        languages=[{"code": each, "name": NAMES[each], "there": each in found.content} for each in LANGS],
        head=forms.head(words),
        rows=forms.rows(words["blocks"], offers),
        sender=forms.Sender({"from_name": found.from_name, "reply_to": found.reply_to, "tracking": found.tracking}),
        kinds=[{"kind": kind, "label": label, "icon": _ICONS[kind]} for kind, label in blocks.KINDS.items()],
        pictures=list(queries.pictures_of(desk.studio)[:MOST_SHOWN]),
        fields=_fields(desk, language),
        findings=[_found(each, found, chosen["next"]) for each in queries.checks(found)],
        readers=contacts.visible_to(desk.viewer, desk.studio).order_by("-id")[:MOST_SHOWN],
        shapes=SHAPES,
        tones=TONES,
        chosen=chosen,
        back=_back(desk, chosen["next"]),
        query=_query(request, language),
        compares=found.purpose == "broadcast",
        letterhead_url=f"/studio/{desk.studio.handle}/audience/letterhead/" if desk.may("edit_sending") else "",
        stamp=int(found.changed_at.timestamp() * 1000),
        own_address=_own_address(request),
    )


def _found(finding: rules.Finding, letter: Message, back: str) -> Context:
    """What a check found, with the way to its place."""
    language, *rest = finding.place.split(".")
    anchor = f"#b{rest[1]}" if len(rest) > 1 and rest[0] == "blocks" else "#composer"
    url = "../../letterhead/" if language == "letterhead" else f"?{urlencode({'lang': language, 'next': back})}{anchor}"
    name = NAMES.get(language, "") if len(letter.content) > 1 else ""
    return {"level": finding.level, "words": finding.words, "url": url, "language": name}


_ICONS: Final = {
    blocks.HEADING: "heading",
    blocks.TEXT: "type",
    blocks.BUTTON: "square",
    blocks.IMAGE: "image",
    blocks.OFFER: "package",
    blocks.QUOTE: "quote",
    blocks.LIST: "list",
    blocks.DIVIDER: "minus",
    blocks.SPACER: "chevron-down",
}


def _fields(desk: Desk, language: str) -> list[tuple[str, Any]]:
    """What the menu of personal fields offers, with words for who has none."""
    friend = "বন্ধু" if language == "bn" else "friend"
    own = [(f"{{{key}|{friend}}}", placeholders.KNOWN[key]) for key in (placeholders.FIRST_NAME, placeholders.NAME)]
    rest = [(f"{{{key}}}", placeholders.KNOWN[key]) for key in (placeholders.EMAIL, placeholders.STUDIO)]
    kept = Field.objects.filter(studio=desk.studio).order_by("label").values_list("key", "label")
    return [*own, *rest, *((f"{{field:{key}|…}}", label) for key, label in kept)]


def _back(desk: Desk, wanted: str) -> str:
    """Where the letter's owner is; nowhere but in the studio's audience."""
    base = f"/studio/{desk.studio.handle}/audience/"
    return wanted if wanted.startswith(base) and "//" not in wanted and "\\" not in wanted else base


def _own_address(request: HttpRequest) -> str:
    return str(getattr(request.user, "email", ""))


def _said(refusal: Refused) -> str:
    return str(refusal.message)


def _blame(context: Context, problems: list[Refused]) -> None:
    """Each refusal beside its field."""
    for refusal in problems:
        place = (refusal.field or "").removeprefix(f"{context['language']}.").split(".")
        if place[0] == "blocks" and len(place) == 3 and int(place[1]) < len(context["rows"]):
            refusal.field = place[2]
            context["rows"][int(place[1])].form.refuse(refusal)
        elif place[0] in ("subject", "subjects", "preheader"):
            refusal.field = place[0]
            context["head"].refuse(refusal)
        elif place[0] in ("from_name", "reply_to", "tracking"):
            context["sender"].refuse(refusal)
