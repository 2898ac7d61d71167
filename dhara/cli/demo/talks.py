"""Who writes to Nadia: conversations about offers and an order, read and unread, and one that the operator holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dhara.catalog.models import Offer
from dhara.checkout.models import OrderLine
from dhara.cli.demo import own_jobs
from dhara.cli.demo.accounts import KARIM
from dhara.kit.actor import person
from dhara.people.conversations import actions, rules
from dhara.people.models import Account, Conversation, Party, Studio

# Each line: who speaks (c for the customer, s for the studio), after how many minutes, what.
Lines = tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class Talk:
    """`days` ago it began; about an order where `order`, else about an offer. `read`: Nadia has seen all of it."""

    days: int
    lines: Lines
    order: bool = False
    read: bool = False


TALKS: tuple[Talk, ...] = (
    Talk(
        9,
        (
            ("c", 0, "আসসালামু আলাইকুম। কার্ডের লেখা কি ক্যানভার ফ্রি অ্যাকাউন্টেই বদলানো যাবে?"),
            ("s", 34, "ওয়ালাইকুম আসসালাম। জি, হবে। শুধু ফন্ট দুটি আগে নামিয়ে নিন, লিংক ফাইলের ভেতরে আছে।"),
            ("c", 41, "দারুণ, তাহলে নিচ্ছি। ধন্যবাদ আপা!"),
        ),
        read=True,
    ),
    Talk(
        4,
        (
            ("c", 0, "ফাইলগুলো পেয়েছি, খুব সুন্দর হয়েছে। এ৫ সাইজে ছাপাতে চাই, প্রেসকে কোন ফাইলটা দেব?"),
            ("s", 95, "print-ready নামের পিডিএফটা দেবেন, চারপাশে ৩ মিমি ব্লিড রাখা আছে। প্রেস রাজি না হলে জানাবেন।"),
            ("c", 1450, "প্রেস বলছে কালো রংটা CMYK-তে হালকা আসবে। একটু দেখে দেবেন?"),
        ),
        order=True,
    ),
    Talk(
        2,
        (
            ("c", 0, "Hello! I run a small café in Sylhet. Does the licence cover menus for two branches?"),
            ("s", 180, "Hi! Yes, one licence covers all branches of one business. Only reselling is not allowed."),
            ("c", 200, "Perfect. Could you also change the colours for us? You can call me at 01700-000000."),
        ),
    ),
    Talk(1, (("c", 0, "আইকনগুলো কি এসভিজি ফরম্যাটেও আছে? ওয়েবসাইটে লাগবে।"),)),
    Talk(1, (("c", 0, "ভাই ডিজাইনার লাগবে, মাসে ৪০ হাজার। কাজ পেতে আগে রেজিস্ট্রেশন ফি ৫০০ টাকা বিকাশ করুন।"),)),
)  # fmt: skip


@own_jobs.again
def write(studio: Studio, at: datetime) -> int:
    """How many conversations were made; `at` is the present of the world. One that has them is left alone."""
    if Conversation.objects.filter(studio=studio, opened_at__lt=at).exclude(subject__startswith="proposal:").exists():
        return 0
    offers = list(Offer.objects.filter(studio=studio, status="published").order_by("id")[: len(TALKS)])
    people = _people(studio)
    made = 0
    with own_jobs.batch() as others:
        for number, talk in enumerate(TALKS):
            if offers and people:
                made += _play(studio, talk, people[number % len(people)], offers[number % len(offers)], at)
        own_jobs.run(at, others)
    return made


def _people(studio: Studio) -> list[Account]:
    """Karim, then others who have nothing to do with the studio."""
    outside = (
        Account.objects.exclude(memberships__studio=studio).filter(is_active=True, is_staff=False).exclude(name="")
    )
    return sorted(outside.order_by("id")[:12], key=lambda each: each.email != KARIM)


def _play(studio: Studio, talk: Talk, who: Account, offer: Offer, at: datetime) -> int:
    began = at - timedelta(days=talk.days)
    subject, title = f"offer:{offer.pk}", offer.title
    customer = actions.Customer(who.get_full_name(), who.language, who.pk)
    if talk.order:
        line = OrderLine.objects.filter(studio=studio, order__account__isnull=False, paid_at__lt=began)
        bought = line.filter(order__total__gt=0).select_related("order__account").order_by("-paid_at", "id").first()
        if bought is None or bought.order.account is None:
            return 0
        who = bought.order.account
        subject, title = f"order:{bought.order_id}", f"{bought.order.number} · {bought.title}"
        customer = actions.Customer(bought.order.name, who.language, who.pk)
    opened = actions.open_about(
        subject, title=title, studio_id=studio.pk, customer=customer, agreed=talk.order, by=person(who.pk), at=began
    )
    parties = {each.role: each for each in Party.objects.filter(conversation=opened)}
    nadia = person(studio.members.get(role="owner").account_id)
    for speaker, minutes, text in talk.lines:
        moment = min(began + timedelta(minutes=minutes), at)
        role, by = (rules.STUDIO, nadia) if speaker == "s" else (rules.CUSTOMER, person(who.pk))
        actions.write(party_id=parties[role].pk, body=text, by=by, at=moment)
        if talk.read or speaker == "s":
            actions.mark_read(parties[rules.STUDIO].pk, by=nadia, at=moment)
    return 1
