"""Templates for people who do not know the studio yet, or have just come."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences.rules.templates.shape import FORM, Template, send, wait

CHECKLIST: Final = Template(
    key="checklist",
    words=_("Free checklist, then the guide"),
    says=_("Whoever asks for something free gets helpful letters first, and then your offer. Who buys leaves at once."),
    trigger="confirmed",
    about=FORM,
    goal=True,
    steps=(send("hello"), wait(days=2), send("mistake"), wait(days=3), send("guide"), wait(days=3), send("last")),
    letters={
        "hello": {
            "bn": """
আপনার চেকলিস্টটা এসে গেছে
শুরু করার সবচেয়ে সহজ উপায়টা বলি?

## {first_name|বন্ধু}, স্বাগতম!

চেকলিস্টটা নামিয়ে নিয়েছেন তো? পুরোটা একবারে করার দরকার নেই। আজ শুধু প্রথম কাজটা করুন, দশ মিনিটও লাগবে না।

যেখানে আটকে যাবেন, এই ইমেইলের উত্তরে এক লাইন লিখে জানান। আমি নিজে পড়ি।

দুই দিন পরে আবার লিখব: বেশির ভাগ মানুষ যে ভুলটা করেন, সেটা নিয়ে।
""",
            "en": """
Your checklist is here
May I tell you the easiest way to begin?

## Welcome, {first_name|friend}!

Have you saved the checklist? You need not do all of it at once. Do only the first thing today; it
takes less than ten minutes.

Where you get stuck, answer this letter with one line. I read what comes.

In two days I will write again, about the mistake that nearly everybody makes.
""",
        },
        "mistake": {
            "bn": """
যে ভুলটা প্রায় সবাই করেন
আমিও করেছি, অনেক দিন ধরে

{first_name|বন্ধু}, প্রায় সবাই শুরুতে সবকিছু একসঙ্গে ঠিক করতে চান। তাতে সপ্তাহখানেক খুব খাটুনি
যায়, তারপর আর কিছুই এগোয় না।

যাঁরা এগিয়ে যান, তাঁরা উল্টোটা করেন:

* একটা ছোট কাজ বেছে নেন
* সেটা শেষ করেন, নিখুঁত না হলেও
* তারপর পরেরটা ধরেন

চেকলিস্টের কোন কাজটা আপনার জন্য সবচেয়ে ছোট? আজ সেটাই করে ফেলুন।
""",
            "en": """
The mistake that nearly everybody makes
I made it too, for a long time

{first_name|friend}, nearly everybody wants to put everything right at once. That makes for one week
of hard work, and after it nothing moves any more.

Those who get on do it the other way round:

* they choose one small thing
* they finish it, even if it is not perfect
* then they take the next

Which thing on the checklist is the smallest for you? Do that one today.
""",
        },
        "guide": {
            "bn": """
চেকলিস্টের পরের ধাপ
কী করবেন জানেন। এবার কীভাবে করবেন।

{first_name|বন্ধু}, চেকলিস্ট বলে কী করতে হবে। কিন্তু কীভাবে, কোনটার পরে কোনটা, আর কোথায় গিয়ে মানুষ
আটকে যান, এত কথা এক পাতায় আঁটে না।

সেই সবটুকু আমি একটা গাইডে গুছিয়ে লিখেছি, উদাহরণসহ। একা একা খুঁজে বের করতে যে সময়টা লাগত, সেটা বেঁচে যাবে।

@offer গাইডটা দেখুন

কোনো প্রশ্ন থাকলে কেনার আগেই উত্তরে লিখুন।
""",
            "en": """
The step after the checklist
You know what to do. Now how.

{first_name|friend}, the checklist says what to do. But how, in which order, and where people get
stuck: that does not fit on one page.

I have put all of it into a guide, with examples. It saves you the weeks of finding out alone.

@offer Look at the guide

If you have a question, answer this letter before you buy.
""",
        },
        "last": {
            "bn": """
এ বিষয়ে শেষ কথা
তারপর আর বিরক্ত করব না

{first_name|বন্ধু}, গাইডটা নিয়ে এটাই আমার শেষ ইমেইল।

চেকলিস্ট দিয়ে যদি নিজেই এগোতে পারেন, দারুণ! আর যদি মনে হয় কেউ হাত ধরে দেখিয়ে দিলে ভালো হতো,
গাইডটা ঠিক সেজন্যই লেখা।

@offer গাইডটা নিন
""",
            "en": """
The last word on this
Then I will leave you in peace

{first_name|friend}, this is my last letter about the guide.

If the checklist takes you all the way by yourself, wonderful! If you would rather have somebody
show you step by step, that is just what the guide was written for.

@offer Get the guide
""",
        },
    },
)

WELCOME: Final = Template(
    key="welcome",
    words=_("Welcome"),
    says=_("Two letters for everybody who subscribes: who you are, and what you are best known for."),
    trigger="subscribed",
    steps=(send("hello"), wait(days=3), send("best")),
    letters={
        "hello": {
            "bn": """
আপনাকে পেয়ে ভালো লাগছে
আমি কে, আর কী কী লিখব

## স্বাগতম, {first_name|বন্ধু}!

আমি {studio}। এখানে যা শিখি আর বানাই, তার সবচেয়ে কাজের অংশটুকু আপনাকে লিখে পাঠাব। অকারণে লিখব না, কথা দিলাম।

একটা ছোট অনুরোধ: উত্তরে এক লাইনে লিখুন, এই মুহূর্তে কোন বিষয়ে সবচেয়ে বেশি আটকে আছেন? কী নিয়ে
লিখলে আপনার কাজে লাগবে, সেটা জানা যাবে।
""",
            "en": """
Good to have you here
Who I am, and what I will write about

## Welcome, {first_name|friend}!

I am {studio}. I will send you the most useful part of what I learn and make. I will not write
without a reason; that is a promise.

One small thing: answer with one line. What are you stuck on most, just now? It tells me what would
be of use to you.
""",
        },
        "best": {
            "bn": """
সবাই যেটা দিয়ে শুরু করেন
নতুন হলে এখান থেকেই দেখুন

{first_name|বন্ধু}, নতুন যাঁরা আসেন, তাঁরা প্রায়ই জানতে চান কোথা থেকে শুরু করবেন। আমি সব সময় এটার কথাই বলি:

@offer দেখে নিন

আপনার জন্য এটা ঠিক কি না, বুঝতে না পারলে উত্তরে লিখুন।
""",
            "en": """
Where everybody begins
If you are new, look here first

{first_name|friend}, those who are new often ask me where to begin. I always name this one:

@offer Have a look

If you are not sure whether it is right for you, answer and ask.
""",
        },
    },
)
