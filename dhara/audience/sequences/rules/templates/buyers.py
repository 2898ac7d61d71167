"""Templates for people who nearly bought, have bought, or have not been heard of for long."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences.rules.templates.shape import OFFER, Template, send, wait

CART: Final = Template(
    key="cart",
    words=_("Abandoned cart"),
    says=_("A kind reminder an hour later, and a helping hand the next day. Who buys leaves at once."),
    trigger="left_cart",
    about=OFFER,
    goal=True,
    reentry="after_exit",
    cooldown_days=14,
    steps=(wait(hours=1), send("reminder"), wait(days=1), send("help")),
    letters={
        "reminder": {
            "bn": """
আপনার কার্টে কিছু রয়ে গেছে
যেমন রেখে গিয়েছিলেন, তেমনই আছে

{first_name|বন্ধু}, কেনাটা শেষ করতে পারেননি দেখছি। হয়তো নেট চলে গিয়েছিল, হয়তো অন্য কাজ পড়ে
গিয়েছিল। কিছুই হারায়নি:

@offer যেখানে ছিলেন সেখান থেকে শুরু করুন
""",
            "en": """
Something is still in your cart
Just as you left it

{first_name|friend}, it seems you could not finish. Perhaps the connection broke, perhaps something
came between. Nothing is lost:

@offer Go on where you were
""",
        },
        "help": {
            "bn": """
কোথাও আটকে গিয়েছিলেন?
উত্তরে লিখুন, আমি দেখছি

{first_name|বন্ধু}, পেমেন্টে কোনো সমস্যা হয়েছিল? নাকি জিনিসটা আপনার জন্য ঠিক কি না, তা নিয়ে ভাবছিলেন?

যেটাই হোক, এই ইমেইলের উত্তরে লিখুন। সোজাসুজি উত্তর দেব, আপনার কাজে না লাগলে সেটাও বলব।

@offer আরেকবার দেখুন
""",
            "en": """
Did you get stuck somewhere?
Answer, and I will look

{first_name|friend}, was there trouble with the payment? Or were you not sure whether it is right for you?

Whatever it was, answer this letter. You will get a straight answer, even if it is that you do not need it.

@offer Look again
""",
        },
    },
)

AFTER: Final = Template(
    key="after",
    words=_("After a purchase: a review, then the next step"),
    says=_("Help to get started, a request for a review after a week, and then what comes next on your ladder."),
    trigger="bought",
    about=OFFER,
    steps=(wait(days=1), send("start"), wait(days=6), send("review"), wait(days=10), send("next")),
    letters={
        "start": {
            "bn": """
শুরুটা কেমন হলো?
প্রথম দিনের জন্য একটা পরামর্শ

{first_name|বন্ধু}, ধন্যবাদ! শুধু একটা কথা বলতে লিখছি: আজ পনেরো মিনিট সময় বের করে প্রথম অংশটুকু
খুলে দেখুন। যাঁরা প্রথম দিনেই শুরু করেন, তাঁরাই শেষ পর্যন্ত যান।

কিছু খুঁজে না পেলে বা না খুললে উত্তরে লিখুন।
""",
            "en": """
How was the beginning?
One piece of advice for the first day

{first_name|friend}, thank you! I write to say only one thing: take fifteen minutes today and open
the first part. Those who begin on the first day are those who get to the end.

If you can not find something, or it does not open, answer this letter.
""",
        },
        "review": {
            "bn": """
একটা ছোট্ট অনুরোধ
দুই মিনিট, কিন্তু আমার জন্য অনেক বড়

{first_name|বন্ধু}, এক সপ্তাহ হলো। আপনার কেমন লাগল?

দুই লাইনে সত্যি কথাটা লিখে দিলে পরের মানুষটা বুঝবেন এটা তাঁর জন্য কি না। ভালো না লাগলে সেটাও লিখুন,
আমি ঠিক করব।

@offer রিভিউ লিখুন
""",
            "en": """
A small request
Two minutes, and it means a lot

{first_name|friend}, a week has passed. How do you like it?

Two honest lines tell the next person whether it is right for them. If something was not good, write
that too: I will mend it.

@offer Write a review
""",
        },
        "next": {
            "bn": """
এরপর কী?
যাঁরা এটা শেষ করেছেন, তাঁরা যেদিকে যান

{first_name|বন্ধু}, হাতে যা আছে তা গুছিয়ে এনে থাকলে পরের ধাপটা এখানে। আগেরটায় যা শিখেছেন, এটা ঠিক
তার ওপরেই গড়া।

@offer পরের ধাপটা দেখুন

এখনো আগেরটাতেই থাকলে তাড়া নেই, এই ইমেইলটা রেখে দিন।
""",
            "en": """
What comes next?
Where those go who have finished it

{first_name|friend}, once you have made what you have your own, here is the next step. It builds on
just what you have learnt.

@offer Look at the next step

If you are still busy with the first, there is no hurry. Keep this letter.
""",
        },
    },
)

WIN_BACK: Final = Template(
    key="win_back",
    words=_("Win back"),
    says=_("For those you have tagged as silent: a question, and a fair way to say goodbye."),
    trigger="tagged",
    reentry="after_exit",
    cooldown_days=180,
    steps=(send("miss"), wait(days=7), send("stay")),
    letters={
        "miss": {
            "bn": """
অনেক দিন দেখা নেই
কী লিখলে আপনার কাজে লাগবে?

{first_name|বন্ধু}, অনেক দিন হলো আপনার কোনো সাড়া পাইনি। হয়তো ব্যস্ত, হয়তো যা লিখছি তা আর কাজে লাগছে না।

উত্তরে এক লাইনে লিখুন, এখন আপনার কী দরকার। আর এর মধ্যে যা নতুন হয়েছে, তার সেরাটা এখানে:

@offer নতুন কী আছে দেখুন
""",
            "en": """
It has been a while
What would be of use to you?

{first_name|friend}, I have not heard of you for long. Perhaps you are busy, perhaps what I write is
of no use any more.

Answer with one line: what do you need now? And here is the best of what is new since then:

@offer See what is new
""",
        },
        "stay": {
            "bn": """
থাকবেন, নাকি বিদায়?
দুটোই ঠিক আছে

{first_name|বন্ধু}, যে ইমেইল কেউ পড়েন না, তা পাঠাতে চাই না।

থাকতে চাইলে এই ইমেইলের উত্তরে শুধু “থাকছি” লিখুন। না চাইলে নিচের আনসাবস্ক্রাইব লিংকে এক চাপ, কোনো
প্রশ্ন ছাড়াই।

যা-ই ঠিক করুন, এত দিন সঙ্গে থাকার জন্য ধন্যবাদ।
""",
            "en": """
Stay, or goodbye?
Both are all right

{first_name|friend}, I do not want to send letters that nobody reads.

If you would like to stay, answer this letter with “staying”. If not, one click on the link to
unsubscribe below is enough; nobody will ask why.

Whatever you choose, thank you for the time that you were here.
""",
        },
    },
)
