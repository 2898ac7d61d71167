"""What a message is held for: money before work, and going on elsewhere before an order. Bengali and English. Pure.

Nobody pays to work: these are the words with which people are asked to. Questions about a fee and "there is no fee"
are not held. tests/people/conversations holds a labelled set with precision and recall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dhara.people.conversations.rules import MOVES_AWAY, PAY_FIRST
from dhara.people.conversations.rules.contacts import fold, pattern


def held_for(text: str, *, agreed: bool) -> list[str]:
    """Codes of rules.HELD; after both have agreed they may go on wherever they like."""
    sentences = list(_sentences(fold(text)))
    found = [PAY_FIRST] if any(_asks_for_money(each) for each in sentences) else []
    if not agreed and any(_moves_away(each) for each in sentences):
        found.append(MOVES_AWAY)
    return found


def _sentences(folded: str) -> Iterator[str]:
    for each in re.findall(r"[^.!?।\n]+[.!?।]*", re.sub(r"(?<=\d)[.,](?=\d)|(?<=\btk)\.", "", folded)):
        yield " ".join(each.split())


_FEE: Final = pattern(
    r"security (?:money|deposit|fee|fees)|\bdeposit|caution money|(?:registration|registrasion|joining|"
    r"join|application|"
    r"processing|activation|membership|verification|training|enrol?lment|id card|file|form|"
    r"service) (?:fee|fees|charge|charges|cost)|"
    r"registration (?:korte|er jonno)|jamanot|joinin[g]? fee|advance (?:money|payment|fee)|"
    r"জামানত|সিকিউরিটি (?:মানি|ডিপোজিট|ফি)|ডিপোজিট|(?:রেজিস্ট্রেশন|রেজিষ্ট্রেশন|নিবন্ধন|জয়েনিং|জয়েনিং|"
    r"আবেদন|প্রসেসিং|অ্যাক্টিভেশন|"
    r"একটিভেশন|মেম্বারশিপ|সদস্য|ভেরিফিকেশন|ট্রেনিং|প্রশিক্ষণ|ভর্তি|আইডি কার্ড|ফরম|ফর্ম|ফাইল|"
    r"সার্ভিস) ?(?:এর )?(?:ফি|চার্জ|খরচ)|ইনভেস্ট"
)
_DEMAND: Final = pattern(
    r"\b(?:pay|send|transfer|bkash|nagad|rocket|refundable|refunded|first|before|upfront|must|required|"
    r"mandatory|pathan|pathaben|"
    r"dite hobe|diben|lagbe|joma|korle|diye|have to|need to)\b|দিতে হবে|দিতে হয়|দিতে হয়|পাঠান|পাঠাতে|"
    r"পাঠিয়ে|পাঠিয়ে|পাঠাবেন|বিকাশ|নগদ করুন|"
    r"রকেট|জমা|আগে|প্রথমে|লাগবে|দিলে|দিয়ে|দিয়ে|দিন\b|দেন\b|করলে|করুন|করতে হবে|ফেরত|বাধ্যতামূলক"
)
_DENIED: Final = pattern(
    r"\b(?:no|without|any|never|not|zero|don'?t|do not|doesn'?t|won'?t|"
    r"free)\b[^,;]{0,30}$"
)
_DENIED_AFTER: Final = pattern(
    r"^[^,;]{0,30}?(?:লাগবে না|লাগে না|দিতে হবে না|দিতে হয় না|দিতে হয় না|নেই|নাই|ছাড়া|ছাড়া|নিই না|"
    r"নেই না|নেয় না|lagbe na|lage na|chara|nei\b|"
    r"is not|isn'?t|are not|aren'?t|not (?:needed|required))"
)
_ASKING: Final = pattern(
    r"\?$|^(?:is|are|do|does|did|can|should|will|what|how|why|which)\b|\b(?:do i|should i|can i)\b|"
    r"(?:^| )(?:কি|কত|কেন|কীভাবে|কিভাবে)(?: |\?|$)"
)
_WARNS: Final = pattern(
    r"scam|fraud|cheat|প্রতারণা|প্রতারক|ঠকিয়ে|ঠকিয়ে|সাবধান|template|টেমপ্লেট|\bslip\b|রসিদ|"
    r"receipt form|landing page|ফর্ম ডিজাইন"
)
_MONEY_FIRST: Final = (
    pattern(
        r"\b(?:pay|send|transfer|deposit)\b.{0,40}\b(?:first|in advance|upfront|beforehand)\b.{0,60}"
        r"\b(?:work|job|task|tasks|project|start|salary|earn|income)\b"
    ),
    pattern(
        r"\b(?:before|to) (?:start|starting|get|getting|join|joining|unlock|receive)\b.{0,40}\b(?:work|"
        r"job|task|tasks|project)\b"
        r".{0,60}\b(?:pay|send|deposit|transfer|bkash)\b"
    ),
    pattern(
        r"(?:আগে|অগ্রিম|প্রথমে|এডভান্স|অ্যাডভান্স).{0,40}(?:টাকা|৳|\btk\b|taka|বিকাশ|"
        r"নগদ).{0,40}(?:পাঠান|পাঠাবেন|পাঠাতে হবে|দিন\b|দেন\b|দিবেন|"
        r"দিতে হবে|জমা|পে করুন|করতে হবে|সেন্ড)"
    ),
    pattern(
        r"(?:send money|\bpay\b|\bbkash\b|বিকাশ|নগদ|সেন্ড মানি|পেমেন্ট).{0,30}"
        r"(?:\bdirectly\b|\bpersonal\b|outside (?:of )?(?:this|the) (?:site|platform)|সরাসরি|পার্সোনাল|"
        r"পারসোনাল|সাইটের বাইরে)"
    ),
    pattern(
        r"\b(?:age|aage|agey|prothome|advance)\b.{0,30}\b(?:taka|tk|bkash|nagad)\b.{0,30}\b(?:pathan|"
        r"pathaben|den|diben|dite hobe)\b"
    ),
    pattern(
        r"(?:invest|ইনভেস্ট|বিনিয়োগ|বিনিয়োগ).{0,40}(?:daily|per day|profit|double|প্রতিদিন|লাভ|"
        r"দ্বিগুণ|ডাবল)"
    ),
)


def _asks_for_money(sentence: str) -> bool:
    if _WARNS.search(sentence):
        return False
    if any(shape.search(sentence) for shape in _MONEY_FIRST):
        return not _ASKING.search(sentence)
    return any(_demanded(sentence, fee) for fee in _FEE.finditer(sentence))


def _demanded(sentence: str, fee: re.Match[str]) -> bool:
    before, after = sentence[: fee.start()], sentence[fee.end() :]
    if _DENIED.search(before) or _DENIED_AFTER.search(after) or _ASKING.search(sentence):
        return False
    return bool(_DEMAND.search(before + " " + after)) or bool(
        re.search(
            r"\d{2,}|টাকা|৳|\btaka\b|"
            r"\btk\b",
            sentence,
        )
    )


_PLACE: Final = (
    r"(?:whats\s?app|watsapp|whatsap|telegram|imo|messenger|\bfb\b|facebook|\bwa\b|signal|viber|skype|"
    r"instagram|"
    r"হোয়াটস\s?(?:অ্যাপ|এপ|আপ)|হোয়াটস\s?(?:অ্যাপ|এপ|আপ)|টেলিগ্রাম|ইমো|মেসেঞ্জার|ফেসবুক)"
)
_VERB: Final = (
    r"(?:message|msg|contact|text|knock|nok|ping|add|join|reach|come|talk|chat|inbox|write|dm|call|"
    r"continue|discuss|connect|hit)"
)
_MOVES: Final = (
    pattern(rf"\bmove\b.{{0,20}}\bto (?:my |our )?{_PLACE}"),
    pattern(
        rf"\b{_VERB}\b(?:(?!customer|client|buyer|audience|follower|friend).){{0,35}}\b(?:on|in|via|"
        rf"through|at|over|to|by)\s+(?:my |our |the )?{_PLACE}"
    ),
    pattern(
        rf"{_PLACE}\s*(?:e|te|a|at)?\s+(?:nok|knock|asen|ashun|asun|message|msg|call|kotha|jogajog|add|"
        rf"join|inbox)\w*"
    ),
    pattern(
        rf"{_PLACE}\S*\s+(?:\S+\s+){{0,3}}(?:নক|মেসেজ|ম্যাসেজ|যোগাযোগ|আসুন|আসেন|আসো|কথা বল|জয়েন|জয়েন|"
        rf"যুক্ত হ|অ্যাড|এড কর|কল|ইনবক্স|লিখুন|জানান|দিয়ে রাখ|পাঠান|পাঠিয়ে)"
    ),
    pattern(rf"(?:নক|মেসেজ|যোগাযোগ|কথা).{{0,20}}{_PLACE}\S*(?:ে|তে|এ)(?:\s|$|[.!।])"),
    pattern(
        rf"\b(?:your|ur|apnar|tomar|give me|share|send me)\b.{{0,15}}{_PLACE}\s*(?:number|no\b|id|"
        rf"contact)"
    ),
    pattern(rf"(?:আপনার|তোমার).{{0,12}}{_PLACE}\S*\s*(?:নম্বর|নাম্বার|আইডি)"),
    pattern(
        r"\b(?:outside (?:of )?(?:this|the) (?:site|platform|app))\b.{0,40}\b(?:deal|talk|chat|work|pay|"
        r"cheaper|discount)\b"
    ),
)


def _moves_away(sentence: str) -> bool:
    return any(shape.search(sentence) for shape in _MOVES)
