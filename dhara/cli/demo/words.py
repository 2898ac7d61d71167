"""The long description of an offer: what it is, what is inside, for whom, and answers to what people ask."""

from __future__ import annotations

from html import escape

from dhara.cli.demo.plans import OfferPlan

INSIDE = {"bn": ("ভেতরে যা আছে", "যা যা পাবেন", "প্যাকেটে কী কী"), "en": ("What is inside", "What you get", "In the pack")}
WHOM = {"bn": ("কার জন্য", "যাঁদের কাজে লাগবে"), "en": ("Who it is for", "Made for")}
ASKED = {"bn": "যা প্রায়ই জিজ্ঞেস করেন", "en": "Questions people ask"}

# What people ask about a kind of file, by its ending: (question, answer).
ANSWERS = {
    "bn": {
        "pdf": ("ফোনে খোলা যাবে?", "যাবে। PDF যেকোনো ফোন বা কম্পিউটারে খোলে, ছাপাও যায়। লেখা পরিষ্কার থাকে।"),
        "zip": ("ZIP ফাইল কীভাবে খুলব?", "ফোনে ফাইল ম্যানেজারে চাপলেই খুলে যায়; কম্পিউটারে ডাবল ক্লিক করুন।"),
        "csv": ("এক্সেল না থাকলে?", "CSV ফাইল এক্সেল, গুগল শিট বা লিব্রে অফিস, সবখানে খোলে। টাকা দিয়ে কিছু কিনতে হবে না।"),
        "png": ("ছবির মাপ কি ছাপার মতো?", "হ্যাঁ, ঘরোয়া প্রিন্টারে A4 পর্যন্ত পরিষ্কার আসে।"),
    },
    "en": {
        "pdf": ("Can I read it on my phone?", "Yes. The PDF opens on any phone or computer and prints well on A4."),
        "zip": ("How do I open the ZIP?", "Tap it in your phone's file manager, or double-click it on a computer."),
        "csv": ("Do I need Excel?", "No. The CSV opens in Excel, Google Sheets and LibreOffice alike."),
        "png": ("Is the picture good enough to print?", "Yes, up to A4 on an ordinary printer."),
    },
}
COMMON = {
    "bn": (
        ("নতুন সংস্করণ এলে কি আবার কিনতে হবে?", "না। ফাইল হালনাগাদ হলে আপনার লাইব্রেরিতেই চলে আসবে, ইমেইলও পাবেন।"),
        ("ভুল পেলে কী করব?", "লিখে জানান, ঠিক করে নতুন সংস্করণ দেব। কাজে না লাগলে টাকা ফেরত চাইতে পারেন।"),
        ("অন্যকে দেওয়া যাবে?", "নিজের কাজে যতবার খুশি ব্যবহার করুন; ফাইলটা অন্যকে দেওয়া বা আবার বিক্রি করা যাবে না।"),
    ),
    "en": (
        ("Do I pay again for updates?", "No. New versions appear in your library and you get a letter."),
        ("What if something is wrong?", "Write to me and I will fix it, or ask for your money back."),
        ("May I share it?", "Use it as often as you like in your own work; please do not pass on or resell the files."),
    ),
}  # fmt: skip


def description(plan: OfferPlan) -> str:
    """HTML of the few tags that offers may hold; the same for the same plan."""
    lang, seed = plan.language, plan.seed
    parts = [f"<p>{escape(plan.lead, quote=False)}</p>"]
    parts += [f"<h2>{_pick(INSIDE[lang], seed)}</h2>", _list(plan.inside)]
    parts += [f"<h2>{_pick(WHOM[lang], seed)}</h2>", _list(plan.whom)]
    parts.append(f"<h2>{ASKED[lang]}</h2>")
    for question, answer in answers(plan):
        parts.append(f"<h3>{question}</h3><p>{answer}</p>")
    return "\n".join(parts)


def answers(plan: OfferPlan) -> list[tuple[str, str]]:
    """Two or three questions that fit the files, and one that fits everything."""
    known, common = ANSWERS[plan.language], COMMON[plan.language]
    endings = dict.fromkeys(name.rpartition(".")[2] for name in plan.files)
    fitting = [known[ending] for ending in endings if ending in known][:2]
    return [*fitting, common[plan.seed % len(common)]]


def _list(points: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(point, quote=False)}</li>" for point in points) + "</ul>"


def _pick(choices: tuple[str, ...], seed: int) -> str:
    return choices[seed % len(choices)]
