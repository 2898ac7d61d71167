"""The skills that there are from the beginning; operators add more."""

from __future__ import annotations

from typing import Final

from dhara.kit.locale.slugs import slugify
from dhara.work.jobs.models import Skill

FIRST: Final = (
    ("Logo design", "লোগো ডিজাইন"),
    ("Graphic design", "গ্রাফিক ডিজাইন"),
    ("Web design", "ওয়েব ডিজাইন"),
    ("Web development", "ওয়েব ডেভেলপমেন্ট"),
    ("WordPress", "ওয়ার্ডপ্রেস"),
    ("Mobile apps", "মোবাইল অ্যাপ"),
    ("Python", "পাইথন"),
    ("JavaScript", "জাভাস্ক্রিপ্ট"),
    ("PHP", "পিএইচপি"),
    ("Data entry", "ডেটা এন্ট্রি"),
    ("Bengali typing", "বাংলা টাইপিং"),
    ("Translation", "অনুবাদ"),
    ("Writing in Bengali", "বাংলা লেখালেখি"),
    ("Writing in English", "ইংরেজি লেখালেখি"),
    ("Proofreading", "প্রুফ দেখা"),
    ("Video editing", "ভিডিও এডিটিং"),
    ("Animation", "অ্যানিমেশন"),
    ("Voice-over", "কণ্ঠ দেওয়া"),
    ("Photography", "ফটোগ্রাফি"),
    ("Photo editing", "ছবি এডিটিং"),
    ("Facebook marketing", "ফেসবুক মার্কেটিং"),
    ("Search engine optimisation", "এসইও"),
    ("Social media", "সোশ্যাল মিডিয়া"),
    ("Customer support", "কাস্টমার সাপোর্ট"),
    ("Virtual assistant", "ভার্চুয়াল অ্যাসিস্ট্যান্ট"),
    ("Accounting", "হিসাবরক্ষণ"),
    ("Excel", "এক্সেল"),
    ("Data analysis", "ডেটা অ্যানালাইসিস"),
    ("Teaching", "পড়ানো"),
    ("Architecture", "স্থাপত্য নকশা"),
    ("CAD", "ক্যাড"),
    ("Fashion design", "পোশাক ডিজাইন"),
)


def ensure_skills() -> None:
    """Those that are missing; nothing that an operator changed is touched."""
    made = (Skill(slug=slugify(english), name_en=english, name_bn=bengali) for english, bengali in FIRST)
    Skill.objects.bulk_create(made, ignore_conflicts=True)
