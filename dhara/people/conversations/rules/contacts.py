"""Ways to reach somebody outside, found in what people write in Bengali and English: phones, addresses, messengers.

The text is folded letter by letter first (Bengali and other digits, case), so that positions stay the same.
tests/people/conversations holds a labelled set; a change here shows there in precision and recall.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

PHONE, EMAIL, ELSEWHERE = "phone", "email", "elsewhere"
PLACEHOLDERS: Final[dict[str, Any]] = {
    PHONE: _("phone number hidden"),
    EMAIL: _("email address hidden"),
    ELSEWHERE: _("contact hidden"),
}


@dataclass(frozen=True)
class Piece:
    """A part of a text; `kind` says what it is a way to, "" for plain words."""

    text: str
    kind: str = ""


def pattern(text: str) -> re.Pattern[str]:
    """A pattern for texts in NFC, in which some Bengali letters are two signs however they were typed here."""
    return re.compile(unicodedata.normalize("NFC", text))


def pieces(text: str) -> list[Piece]:
    """The text cut where contacts begin and end."""
    cut: list[Piece] = []
    last = 0
    for start, end, kind in spans(text):
        if start > last:
            cut.append(Piece(text[last:start]))
        cut.append(Piece(text[start:end], kind))
        last = end
    return [*cut, Piece(text[last:])] if last < len(text) else cut


def masked(text: str) -> str:
    """The text with a word in brackets for each contact, in the current language."""
    return "".join(f"[{PLACEHOLDERS[each.kind]}]" if each.kind else each.text for each in pieces(text))


def has_contact(text: str) -> bool:
    return bool(spans(text))


def spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of each contact, in order, none overlapping another."""
    folded = fold(text)
    found = [*_emails(folded), *_elsewhere(folded), *_phones(folded)]
    merged: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found, key=lambda span: (span[0], -span[1])):
        if merged and start < merged[-1][1]:
            before = merged.pop()
            merged.append((before[0], max(end, before[1]), before[2]))
        else:
            merged.append((start, end, kind))
    return merged


def fold(text: str) -> str:
    """Lower case, Latin digits, one letter for one letter."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    lower = unicodedata.normalize("NFKC", letter).lower() if letter > "\u1fff" else letter.lower()
    return lower if len(lower) == 1 else letter


_AT: Final = r"(?:\s*@\s*|\s*[(\[{]\s*(?:at|এট|অ্যাট|@)\s*[)\]}]\s*|\s+(?:at|এট|অ্যাট|এ্যাট|অ্যাট দ্য রেট)\s+)"
_DOT: Final = r"(?:\s*[(\[{]\s*(?:dot|ডট|\.)\s*[)\]}]\s*|\s+(?:dot|ডট)\s+|\s*\.\s*|\s*,\s*(?=com\b))"
_HOSTS: Final = (
    r"(?:gmail|g\s?mail|googlemail|yahoo|ymail|hotmail|outlook|live|icloud|proton(?:mail)?|"
    r"জিমেইল|জি\s?মেইল|ইয়াহু|ইয়াহু|হটমেইল|আউটলুক)"
)
_MAIL: Final = (
    pattern(r"(?<![\w.+%'-])[\w.+%'-]{1,200}@[\w-]{1,64}(?:\.[\w-]+)+"),
    pattern(rf"(?<![\w.+-])[\w.+-]{{1,200}}{_AT}{_HOSTS}(?:{_DOT}(?:com|কম|co|bd|in|org|net|me)\b|\b)"),
    pattern(rf"(?<![\w.+-])[\w.+-]{{1,200}}(?:\s*@\s*|\s*[(\[{{]\s*at\s*[)\]}}]\s*)[\w-]+{_DOT}[a-z]{{2,6}}\b"),
    pattern(r"(?<![\w.+-])[\w.+-]{1,200}\s+(?:at|এট|অ্যাট)\s+[\w-]+\s+(?:dot|ডট)\s+(?:com|কম|net|org|bd|io|co)\b"),
    pattern(rf"(?<![\w.+-])[\w.+-]{{3,200}}[ ,]+{_HOSTS}{_DOT}(?:com|কম)\b"),
)


def _emails(folded: str) -> Iterator[tuple[int, int, str]]:
    for shape in _MAIL:
        for match in shape.finditer(folded):
            yield match.start(), match.end(), EMAIL


_SITES: Final = (
    r"wa\.me|(?:chat\.|api\.)?whatsapp\.com|t\.me|telegram\.(?:me|org)|m\.me|messenger\.com|"
    r"(?:[\w-]+\.)?facebook\.com|"
    r"fb\.(?:com|me|gg)|imo\.im|instagram\.com|instagr\.am|signal\.(?:me|group)|viber\.(?:com|me)|"
    r"discord\.(?:gg|com)|"
    r"join\.skype\.com|linktr\.ee|(?:[\w-]+\.)?linkedin\.com|snapchat\.com|line\.me|wechat\.com"
)
_CHANNEL: Final = (
    r"(?:whats\s?app|watsapp|whatsap|telegram|tele\s?gram|imo|facebook|messenger|insta(?:gram)?|skype|"
    r"viber|signal|discord|"
    r"\bfb\b|\big\b|\bwa\b|হোয়াটস\s?(?:অ্যাপ|এপ|আপ|য়্যাপ)|হোয়াটস\s?(?:অ্যাপ|এপ|আপ)|হোয়াটসঅ্যাপ|"
    r"টেলিগ্রাম|ইমো|ফেসবুক|"
    r"মেসেঞ্জার|ইনস্টা(?:গ্রাম)?|স্কাইপ|ভাইবার)"
)
_NAMED: Final = (
    r"(?:id|আইডি|আই\s?ডি|user\s?name|ইউজার\s?নেম|ইউজারনেম|name|নাম|handle|profile|প্রোফাইল|page|পেজ|"
    r"account|link|লিংক)"
)
_NAME: Final = r"@?[a-z0-9][\w.]{3,}"
_LINKS: Final = (
    pattern(rf"(?:https?://)?(?:www\.)?(?<![\w.])(?:{_SITES})(?:/[^\s<>\"']*)?"),
    pattern(r"\b(?:tg|whatsapp|skype|viber|imo|tel|sms)://?[^\s]+|\b(?:skype|tel|mailto):[\w+.@-]+"),
    pattern(rf"(?<![\w]){_CHANNEL}\w*\s*(?:{_NAMED}\s*)?(?:is|হলো|হল|হচ্ছে)?\s*[:=-]+\s*(?P<name>{_NAME})"),
    pattern(rf"(?<![\w]){_CHANNEL}\w*\s*{_NAMED}\s*(?:is|হলো|হল|হচ্ছে|:|-)?\s*(?P<name>{_NAME})"),
    pattern(rf"(?<![\w]){_CHANNEL}[^\n@]{{0,25}}(?P<name>@[a-z0-9][\w.]{{3,}})"),
    pattern(rf"(?P<name>@[a-z0-9][\w.]{{3,}})[^\n@]{{0,12}}\b(?:on|in|at)\s+{_CHANNEL}"),
    pattern(
        rf"(?<![\w]){_CHANNEL}\S*\s+(?P<name>[a-z0-9][\w.]{{3,}})\s+(?:লিখে|নামে|দিয়ে|likhe|"
        rf"name)\s*(?:সার্চ|খুঁ|search)"
    ),
)


def _elsewhere(folded: str) -> Iterator[tuple[int, int, str]]:
    for shape in _LINKS:
        for match in shape.finditer(folded):
            group = "name" if "name" in shape.groupindex else 0
            if match.group(group).rstrip(".") not in _PLAIN:
                yield match.start(group), match.end(group), ELSEWHERE


_SIZES = "template templates status story cover post posts design group video sticker"
_QUESTIONS = "ready please which what when where does"
_PLAIN: Final = frozenset(f"{_SIZES} {_QUESTIONS}".split(" "))

# --- telephone numbers ------------------------------------------------------------------------------------------

_DIGITS: Final = {
    **dict.fromkeys(("zero", "oh", "শূন্য", "শুন্য", "জিরো", "shunno", "jiro"), "0"),
    **dict.fromkeys(("one", "এক", "ওয়ান", "ওয়ান", "ek"), "1"),
    **dict.fromkeys(("two", "দুই", "টু", "dui"), "2"),
    **dict.fromkeys(("three", "তিন", "থ্রি", "থ্রী", "tin"), "3"),
    **dict.fromkeys(("four", "চার", "ফোর", "char"), "4"),
    **dict.fromkeys(("five", "পাঁচ", "পাচ", "ফাইভ", "pach", "panch"), "5"),
    **dict.fromkeys(("six", "ছয়", "ছয়", "সিক্স", "choy", "chhoy"), "6"),
    **dict.fromkeys(("seven", "সাত", "সেভেন", "shat", "sat"), "7"),
    **dict.fromkeys(("eight", "আট", "এইট", "aat"), "8"),
    **dict.fromkeys(("nine", "নয়", "নয়", "নাইন", "noy"), "9"),
}
_DIGIT_WORDS: Final = {unicodedata.normalize("NFC", word): digit for word, digit in _DIGITS.items()}
_TIMES: Final = {**dict.fromkeys(("double", "ডাবল", "dabol"), 2), **dict.fromkeys(("triple", "ট্রিপল"), 3)}
_WORDS: Final = sorted([*_DIGIT_WORDS, *_TIMES], key=len, reverse=True)
_LETTER: Final = r"[\w\u0980-\u09ff]"
_TOKEN: Final = pattern(
    rf"\d+|(?<!{_LETTER})(?:{'|'.join(_WORDS)})(?!{_LETTER})|(?<!{_LETTER})o(?=[\s.-]*1[3-9])|(?<=\d)o(?=\d)"
)
_BETWEEN: Final = pattern(r"[\s.,\-–—_/\\*()\[\]{}|~#+:;·•'\"]{0,4}")
_HOME: Final = pattern(r"(?:00)?(?:88)?01[3-9]\d{8}")
_NATIONAL: Final = pattern(r"1[3-9]\d{8}")
_ASKED: Final = pattern(
    r"(?:call|phone|mobile|cell|number|whats\s?app|imo|bkash|nagad|কল|ফোন|মোবাইল|নম্বর|নাম্বার|ইমো|"
    r"হোয়াটস|হোয়াটস|বিকাশ|নগদ)"
    r"[^\n\d]{0,25}$"
)
_SPELT: Final = 7


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    digits: str
    spelt: bool


def _phones(folded: str) -> Iterator[tuple[int, int, str]]:
    for run in _runs(folded):
        yield from _in_run(folded, run)


def _runs(folded: str) -> Iterator[list[_Token]]:
    """Digits and digit words that stand side by side."""
    run: list[_Token] = []
    times = 1
    for match in _TOKEN.finditer(folded):
        word = match.group()
        if run and not _BETWEEN.fullmatch(folded, run[-1].end, match.start()):
            yield run
            run = []
        if word in _TIMES:
            times = _TIMES[word]
            run.append(_Token(match.start(), match.end(), "", True))
            continue
        digits = word if word.isdigit() else _DIGIT_WORDS.get(word, "0")
        run.append(_Token(match.start(), match.end(), digits * (times if len(digits) == 1 else 1), not word.isdigit()))
        times = 1
    if run:
        yield run


def _in_run(folded: str, run: list[_Token]) -> Iterator[tuple[int, int, str]]:
    index = 0
    while index < len(run):
        last = _number_from(folded, run, index)
        if last is None:
            index += 1
            continue
        start = run[index].start
        before = folded[max(0, start - 4) : start].rstrip(" (")
        plus = max(0, start - 4) + len(before) - 1
        yield (plus if before.endswith("+") else start), run[last].end, PHONE
        index = last + 1


def _number_from(folded: str, run: list[_Token], first: int) -> int | None:
    """The token with which a telephone number ends that begins with token `first`; None where none begins."""
    digits, spelt = "", 0
    start = run[first].start
    plus = folded[max(0, start - 4) : start].rstrip(" (").endswith("+")
    best: int | None = None
    for last in range(first, len(run)):
        digits += run[last].digits
        spelt += run[last].spelt and bool(run[last].digits)
        if len(digits) > 16:
            break
        sure = _HOME.fullmatch(digits) or (plus and 9 <= len(digits) <= 15) or spelt >= _SPELT
        if sure or (_NATIONAL.fullmatch(digits) and _ASKED.search(folded[max(0, start - 45) : start])):
            best = last
    return best
