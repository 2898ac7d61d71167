"""The shelves of the market, as Dhara first sets them up; the operator may rename and add."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dhara.catalog.offers.facts import CategoryAdded, CategoryEdited
from dhara.catalog.offers.models import Category
from dhara.catalog.offers.queries import CATEGORIES_KEY
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere

Shelf = tuple[str, str, str, str]

# (address, Bengali, English, lucide icon), each with the shelves below it.
SHELVES: Final[list[tuple[Shelf, list[Shelf]]]] = [
    (
        ("design", "ডিজাইন ও টেমপ্লেট", "Design & templates", "palette"),
        [
            ("social-media-templates", "সোশ্যাল মিডিয়া টেমপ্লেট", "Social media templates", "instagram"),
            ("presentations", "প্রেজেন্টেশন", "Presentations", "presentation"),
            ("logos-branding", "লোগো ও ব্র্যান্ডিং", "Logos & branding", "badge"),
            ("fonts", "ফন্ট", "Fonts", "type"),
            ("illustrations-icons", "ইলাস্ট্রেশন ও আইকন", "Illustrations & icons", "shapes"),
            ("ui-kits", "ওয়েব ও অ্যাপ ডিজাইন", "Web & app design", "layout-template"),
            ("print-invitations", "কার্ড, ব্যানার ও প্রিন্ট", "Cards, banners & print", "printer"),
        ],
    ),
    (
        ("ebooks", "ই-বুক", "E-books", "book-open"),
        [
            ("skills-career", "দক্ষতা ও ক্যারিয়ার", "Skills & career", "trending-up"),
            ("stories-poems", "গল্প, উপন্যাস ও কবিতা", "Stories, novels & poems", "feather"),
            ("self-help", "আত্মোন্নয়ন", "Self-development", "sprout"),
            ("cooking-health", "রান্না ও স্বাস্থ্য", "Cooking & health", "heart-pulse"),
            ("children", "শিশুদের বই", "Children's books", "baby"),
        ],
    ),
    (
        ("photos", "প্রিসেট ও ছবি", "Presets & photos", "camera"),
        [
            ("presets", "লাইটরুম প্রিসেট ও লাট", "Lightroom presets & LUTs", "sliders-horizontal"),
            ("stock-photos", "স্টক ছবি", "Stock photos", "image"),
            ("overlays-textures", "টেক্সচার ও ব্যাকগ্রাউন্ড", "Textures & backgrounds", "layers"),
        ],
    ),
    (
        ("code", "কোড ও টুল", "Code & tools", "code"),
        [
            ("themes-plugins", "থিম ও প্লাগইন", "Themes & plugins", "plug"),
            ("scripts-apps", "স্ক্রিপ্ট ও অ্যাপ", "Scripts & apps", "app-window"),
            ("ai-prompts", "এআই প্রম্পট ও অটোমেশন", "AI prompts & automation", "sparkles"),
            ("notion-sheets", "নোশন ও স্প্রেডশিট", "Notion & spreadsheets", "table"),
        ],
    ),
    (
        ("courses", "কোর্স ও প্রশিক্ষণ", "Courses & training", "graduation-cap"),
        [
            ("freelancing", "ফ্রিল্যান্সিং", "Freelancing", "laptop"),
            ("digital-marketing", "ডিজিটাল মার্কেটিং", "Digital marketing", "megaphone"),
            ("design-courses", "ডিজাইন শেখা", "Learn design", "pen-tool"),
            ("programming-courses", "প্রোগ্রামিং শেখা", "Learn programming", "terminal"),
            ("spoken-english", "ভাষা শেখা", "Learn languages", "languages"),
        ],
    ),
    (
        ("business", "ব্যবসা ও অফিস", "Business & office", "briefcase"),
        [
            ("accounts-invoices", "হিসাব ও ইনভয়েস", "Accounts & invoices", "calculator"),
            ("cv-letters", "সিভি ও আবেদনপত্র", "CVs & letters", "file-user"),
            ("plans-contracts", "পরিকল্পনা ও চুক্তিপত্র", "Plans & contracts", "file-signature"),
            ("marketing-kits", "মার্কেটিং কিট", "Marketing kits", "target"),
        ],
    ),
    (
        ("education", "পড়াশোনা", "Education", "school"),
        [
            ("ssc", "এসএসসি", "SSC", "notebook"),
            ("hsc", "এইচএসসি", "HSC", "notebook-pen"),
            ("admission", "ভর্তি পরীক্ষা", "University admission", "university"),
            ("job-exams", "বিসিএস ও চাকরির প্রস্তুতি", "BCS & job exams", "clipboard-check"),
            ("teachers", "শিক্ষকদের জন্য", "For teachers", "apple"),
        ],
    ),
    (
        ("music", "সংগীত ও সাউন্ড", "Music & sound", "music"),
        [
            ("beats-loops", "বিট ও লুপ", "Beats & loops", "audio-lines"),
            ("sound-effects", "সাউন্ড ইফেক্ট", "Sound effects", "volume-2"),
            ("songs-recitation", "গান ও আবৃত্তি", "Songs & recitation", "mic"),
        ],
    ),
    (
        ("video", "ভিডিও ও মোশন", "Video & motion", "clapperboard"),
        [
            ("video-templates", "ভিডিও টেমপ্লেট", "Video templates", "film"),
            ("stock-footage", "স্টক ফুটেজ", "Stock footage", "video"),
            ("thumbnails", "থাম্বনেইল ও চ্যানেল আর্ট", "Thumbnails & channel art", "monitor-play"),
        ],
    ),
    (
        ("crafts", "হস্তশিল্প ও শখ", "Crafts & hobbies", "scissors"),
        [
            ("sewing-patterns", "সেলাই ও পোশাকের প্যাটার্ন", "Sewing & dress patterns", "shirt"),
            ("mehendi-alpona", "মেহেদি ও আলপনা", "Mehendi & alpona", "flower-2"),
            ("printables", "প্রিন্ট করে বানান", "Printables", "stamp"),
            ("gardening", "বাগান", "Gardening", "leaf"),
        ],
    ),
]


@transaction.atomic
def ensure_categories() -> None:
    """Make the shelves that are not there yet; those that are stay as the operator left them."""
    present = {category.slug: category for category in Category.objects.select_for_update()}
    for place, (top, below) in enumerate(SHELVES):
        parent = present.get(top[0]) or _make(top, None, place)
        Category.objects.bulk_create(
            [_shelf(each, parent, n) for n, each in enumerate(below) if each[0] not in present], ignore_conflicts=True
        )
    transaction.on_commit(lambda: cache.delete(CATEGORIES_KEY))


def _make(shelf: Shelf, parent: Category | None, place: int) -> Category:
    made = _shelf(shelf, parent, place)
    return Category.objects.get_or_create(
        slug=made.slug,
        defaults={
            "parent": parent,
            "name_bn": made.name_bn,
            "name_en": made.name_en,
            "icon": made.icon,
            "position": place,
        },
    )[0]


def _shelf(shelf: Shelf, parent: Category | None, place: int) -> Category:
    slug, bengali, english, icon = shelf
    return Category(slug=slug, parent=parent, name_bn=bengali, name_en=english, icon=icon, position=place)


def add_category(
    *, slug: str, name_bn: str, name_en: str, parent_id: int | None = None, by: Actor, at: datetime, **more: Any
) -> Category:
    """A further shelf, at the top or below one that is. `more` may hold icon and position.

    Raises Invalid with the field to blame, Conflict (`category_exists`), NotAllowed for anybody but an operator.
    """
    _only_operator(by)
    clean = _clean({"name_bn": name_bn, "name_en": name_en, **more})
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 60:
        raise Invalid("category_slug", _("Use small Latin letters, digits and single hyphens."), "slug")
    if parent_id is not None and not Category.objects.filter(pk=parent_id, parent=None).exists():
        raise Invalid("category_parent", _("A shelf can only lie below one at the top."), "parent")
    try:
        with transaction.atomic():
            made = Category.objects.create(slug=slug, parent_id=parent_id, **clean)
            record(CategoryAdded(made.pk, made.name_en), by=by, at=at)
            transaction.on_commit(lambda: cache.delete(CATEGORIES_KEY))
    except IntegrityError as error:
        raise Conflict("category_exists", _("There is a category with this address already."), "slug") from error
    return made


@transaction.atomic
def edit_category(category_id: int, *, by: Actor, at: datetime, **changes: Any) -> Category:
    """Change name_bn, name_en, icon or position (those given). The address stays: links lead there."""
    _only_operator(by)
    category = Category.objects.select_for_update().filter(pk=category_id).first()
    if category is None:
        raise NotFoundHere
    clean = _clean(changes)
    changed = sorted(field for field, value in clean.items() if getattr(category, field) != value)
    if changed:
        for field in changed:
            setattr(category, field, clean[field])
        category.save(update_fields=changed)
        record(CategoryEdited(category_id, category.name_en, ",".join(changed)), by=by, at=at)
        transaction.on_commit(lambda: cache.delete(CATEGORIES_KEY))
    return category


def _only_operator(by: Actor) -> None:
    if by.kind not in ("operator", "system"):
        raise NotAllowed


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for field, value in fields.items():
        if field == "position":
            clean[field] = max(0, min(int(value), 999))
            continue
        clean[field] = clean_text(str(value))
        if field != "icon" and not 2 <= len(clean[field]) <= 60:
            raise Invalid("category_name", _("Please give a name of 2 to 60 characters."), field)
    return clean
