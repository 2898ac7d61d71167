"""Digits, text, slugs, phones and dates in Bengali and English."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls.resolvers import RoutePattern
from django.utils import translation
from django.utils.formats import number_format
from hypothesis import example, given
from hypothesis import strategies as st

from dhara.kit.locale import dates, languages
from dhara.kit.locale.digits import group, number, to_bengali, to_latin
from dhara.kit.locale.phones import eleven_digits, parse_phone, show_phone
from dhara.kit.locale.slugs import MAX_CHARACTERS, MAX_GRAPHEMES, PATTERN, slugify
from dhara.kit.locale.text import clean_text, graphemes, search_key, shorten
from dhara.kit.refusal import Invalid

DHAKA = ZoneInfo("Asia/Dhaka")
bengali = st.text(
    st.characters(min_codepoint=0x0980, max_codepoint=0x09FF) | st.sampled_from("\u200c\u200d -a1"), max_size=60
)
anything = st.text(max_size=60) | bengali


@given(st.text())
def test_digits_there_and_back(text):
    assert to_latin(to_bengali(text)) == to_latin(text)
    assert not set("0123456789") & set(to_bengali(text))


@given(st.integers(0, 10**15), st.booleans())
def test_grouping_only_adds_commas(value, lakh):
    grouped = group(str(value), lakh=lakh)
    assert grouped.replace(",", "") == str(value)
    *front, last = grouped.split(",")
    assert len(last) <= 3
    assert all(len(part) == (2 if lakh else 3) for part in front[1:])


def test_numbers():
    assert number(123456, "bn") == "১,২৩,৪৫৬"
    assert number(-1234567, "en") == "−12,34,567"
    assert number(1234567, "en", lakh=False) == "1,234,567"
    with translation.override("bn"):
        assert number_format(12345678.5, 2, use_l10n=True, force_grouping=True) == "1,23,45,678.50"


@given(anything)
def test_clean_text_is_stable_and_harmless(text):
    for lines in (False, True):
        cleaned = clean_text(text, lines=lines)
        assert clean_text(cleaned, lines=lines) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not {"\x00", "\u202e", "\u2066", "\u200b"} & set(cleaned)
    assert "\n" not in clean_text(text)


def test_clean_text():
    assert clean_text("  a\u202eb\x00 \t c\n") == "ab c"
    assert clean_text("এক\r\n\r\n\r\n\r\nদুই  ", lines=True) == "এক\n\nদুই"
    assert clean_text("\u09dfমান") == "\u09af\u09bcমান"
    assert clean_text("র\u200d\u09cdযাম") == "র\u200d\u09cdযাম", "joiners shape Bengali words"


@given(anything)
@example("ΐ")
@example("ে\u09bcা")
@example("ত\u09cd\u200d")
@example("ﷺ ẞ ſt")
def test_search_key_is_idempotent(text):
    key = search_key(text)
    assert search_key(key) == key
    assert search_key(unicodedata.normalize("NFD", text)) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("র\u200d\u09cdযাম", "র\u09cdযাম"),
        ("\u09ac\u09be\u09dc\u09bf", "\u09ac\u09be\u09a1\u09bc\u09bf"),
        ("বাড়ি", "বাডি"),
        ("সিভি টেমপ্লেট ২০২৫", "সিভি  টেমপ্লেট — 2025!"),
        ("Notion Planner", "notion, PLANNER"),
        ("Straße", "STRASSE"),
        ("হঠাৎ", "হঠাত\u09cd\u200d"),
    ],
)
def test_search_finds_other_spellings(one, other):
    assert search_key(one) == search_key(other) != ""


def test_search_keeps_different_words_apart():
    assert search_key("কাল") != search_key("কলা")
    assert search_key("a-b c") == "a b c"


@given(anything)
def test_slugs_fit_their_pattern(text):
    import re

    slug = slugify(text)
    assert slug == "" or re.fullmatch(PATTERN, slug)
    assert slugify(slug) == slug
    assert len(graphemes(slug)) <= MAX_GRAPHEMES
    assert len(slug) <= MAX_CHARACTERS
    assert not slug or unicodedata.category(slug[0])[0] != "M"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("ফ্রিল্যান্সারদের চুক্তিপত্র", "ফ্রিল্যান্সারদের-চুক্তিপত্র"),
        ("র\u200d\u09cdযাম কেনার গাইড ২০২৫!", "র\u09cdযাম-কেনার-গাইড-২০২৫"),
        ("দাম ৳৪৫০ মাত্র", "দাম-৪৫০-মাত্র"),
        ("Nadia's Résumé — Pack #2", "nadias-resume-pack-2"),
        ("--a--", "a"),
        ("🎉", ""),
        ("Straße", "strasse"),
    ],
)
def test_slugify(title, slug):
    assert slugify(title) == unicodedata.normalize("NFC", slug)


def test_long_slugs_end_with_a_whole_word():
    slug = slugify("ডিজিটাল মার্কেটিং শেখার সহজ উপায় " * 12)
    assert slug.split("-")[-1] in {"ডিজিটাল", "মার্কেটিং", "শেখার", "সহজ", unicodedata.normalize("NFC", "উপায়")}
    assert len(slugify("ক" * 300)) == MAX_GRAPHEMES


def test_converters():
    pattern = RoutePattern("@<handle:handle>/<uslug:slug>", is_endpoint=True)
    assert pattern.match("@nadia/বাড\u09bcি-১")[2] == {"handle": "nadia", "slug": "বাড\u09bcি-১"}
    assert pattern.match("@nadia/\u09ac\u09be\u09dc\u09bf")[2]["slug"] == "\u09ac\u09be\u09a1\u09bc\u09bf"
    assert pattern.match("@na/x") is None
    assert pattern.match("@nadia/a--b") is None
    assert pattern.match("@nadia/a/b") is None


@pytest.mark.parametrize(
    "typed", ["01712345678", "০১৭১২-৩৪৫৬৭৮", "+880 1712 345678", "8801712345678", " 01712 345 678 "]
)
def test_phones_of_bangladesh(typed):
    e164 = parse_phone(typed)
    assert e164 == "+8801712345678"
    assert eleven_digits(e164) == "01712345678"
    assert show_phone(e164, "bn") == "০১৭১২-৩৪৫৬৭৮"


@pytest.mark.parametrize("typed", ["", "12", "0171234567", "017123456789", "phone", "01212345678", "1" * 5000])
def test_phones_refused(typed):
    with pytest.raises(Invalid) as refusal:
        parse_phone(typed)
    assert refusal.value.field == "phone"


def test_foreign_phones():
    assert parse_phone("+1 650-253-0000") == "+16502530000"
    assert show_phone("+16502530000", "en") == "+1 650-253-0000"
    with pytest.raises(ValueError, match="Bangladesh"):
        eleven_digits("+16502530000")


def test_dates():
    moment = datetime(2025, 4, 8, 20, 5, tzinfo=UTC)
    assert dates.show_date(date(2025, 4, 9), "bn") == "৯ এপ্রিল, ২০২৫"
    assert dates.show_date(moment, "en", DHAKA) == "9 April 2025"
    assert dates.show_date(moment, "en", UTC) == "8 April 2025"
    assert dates.show_short(moment, "bn", DHAKA) == "৯ এপ্রি"
    assert dates.show_moment(moment, "bn", DHAKA) == "৯ এপ্রিল, ২০২৫, রাত ২:০৫"
    assert dates.show_moment(moment, "en", DHAKA) == "9 April 2025, 2:05 am"
    assert [len(names) for table in (dates.MONTHS, dates.SHORT_MONTHS) for names in table.values()] == [12] * 4


@pytest.mark.parametrize(
    ("hour", "word"), [(3, "রাত"), (4, "ভোর"), (9, "সকাল"), (12, "দুপুর"), (15, "বিকেল"), (18, "সন্ধ্যা"), (23, "রাত")]
)
def test_parts_of_the_day(hour, word):
    assert dates.show_time(datetime(2025, 4, 9, hour, tzinfo=DHAKA), "bn", DHAKA).startswith(word + " ")


@pytest.mark.parametrize(
    ("seconds", "bn", "en"),
    [
        (5, "এইমাত্র", "just now"),
        (300, "৫ মিনিট আগে", "5 minutes ago"),
        (3600, "১ ঘণ্টা আগে", "1 hour ago"),
        (-172800, "২ দিন পরে", "in 2 days"),
        (86400 * 400, "১ বছর আগে", "1 year ago"),
    ],
)
def test_ago(seconds, bn, en):
    at = datetime(2025, 4, 9, tzinfo=UTC)
    assert dates.show_ago(at - timedelta(seconds=seconds), at, "bn") == bn
    assert dates.show_ago(at - timedelta(seconds=seconds), at, "en") == en


def test_languages():
    assert languages.known("bn-BD") == "bn"
    assert languages.known("fr", "bn") == "bn"
    assert languages.known(None) == "en"
    with languages.in_language("bn"):
        assert languages.current() == "bn"
    assert languages.current() == "en"


@given(anything, st.integers(1, 30))
def test_shorten(text, limit):
    short = shorten(text, limit)
    assert len(graphemes(short)) <= limit
    assert short == text or short.endswith("…")


def test_conjuncts_stay_whole():
    assert graphemes("ক্ষমা") == ["ক্ষ", "মা"]
    assert shorten("one two three four", 12) == "one two…"
