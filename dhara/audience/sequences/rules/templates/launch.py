"""The template for a launch."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences.rules.templates.shape import Template, send, wait

LAUNCH: Final = Template(
    key="launch",
    words=_("Course launch"),
    says=_("For those you tag as interested: the story, what is inside, the questions, the last day. Who buys leaves."),
    trigger="tagged",
    goal=True,
    steps=(send("story"), wait(days=2), send("inside"), wait(days=2), send("questions"), wait(days=2), send("last")),
    letters={
        "story": {
            "bn": """
কোর্সটা কেন বানালাম
আর কার জন্য এটা নয়

{first_name|বন্ধু}, বছরের পর বছর একই প্রশ্ন পেয়েছি: কোথা থেকে শুরু করব? টুকরো টুকরো উত্তর দিয়ে
কারও খুব একটা লাভ হয়নি। তাই এবার গোড়া থেকে শেষ পর্যন্ত গুছিয়ে একটা কোর্স বানিয়েছি।

এটা তাঁদের জন্য, যাঁরা সপ্তাহে কয়েক ঘণ্টা সত্যিই হাতে-কলমে কাজ করবেন। শুধু দেখে রেখে দিলে কোনো
কোর্সেই লাভ নেই।

@offer কোর্সটা দেখুন

দুই দিন পরে লিখব, ভেতরে কী কী আছে।
""",
            "en": """
Why I made this course
And whom it is not for

{first_name|friend}, for years I have been asked the same question: where do I begin? Answers in
pieces did nobody much good. So this time I have put it into a course, from the ground up.

It is for those who will truly work with their hands for a few hours each week. No course helps
those who only watch.

@offer Look at the course

In two days I will tell you what is inside.
""",
        },
        "inside": {
            "bn": """
কোর্সের ভেতরে কী কী আছে
প্রথম পাঠেই একটা কাজ শেষ হবে

{first_name|বন্ধু}, প্রতিটা পাঠ ছোট, আর প্রতিটার শেষে হাতে একটা তৈরি জিনিস থাকে:

* প্রথমে ভিত্তি: যা না জানলে পরে আটকাবেন
* তারপর একটা ছোট কাজ, শুরু থেকে শেষ
* শেষে আপনার নিজের কাজ, ধাপে ধাপে

@offer সব পাঠ দেখুন
""",
            "en": """
What is inside the course
The first lesson ends with something done

{first_name|friend}, each lesson is short, and at the end of each you hold something finished:

* first the ground: what you would get stuck without
* then one small work, from beginning to end
* at last your own work, step by step

@offer See all lessons
""",
        },
        "questions": {
            "bn": """
আপনারা যা জানতে চেয়েছেন
সময়, ফোন আর টাকা ফেরত

{first_name|বন্ধু}, কয়েকটা প্রশ্ন বারবার আসছে, তাই সবার জন্য উত্তর দিচ্ছি।

সময় কম? সপ্তাহে দুই-তিন ঘণ্টাই যথেষ্ট, আর কোনো পাঠ হারিয়ে যায় না। শুধু ফোন আছে? পাঠগুলো ফোনেও দেখা যায়।

আপনার প্রশ্নটা এখানে না থাকলে উত্তরে লিখুন, আজই জবাব দেব।

@offer কোর্সে যোগ দিন
""",
            "en": """
What you have asked me
Time, phones and doubts

{first_name|friend}, some questions come again and again, so here are the answers for all.

Little time? Two or three hours a week are enough, and no lesson runs away. Only a phone? The
lessons can be watched on it.

If your question is not here, answer this letter; you will hear from me today.

@offer Join the course
""",
        },
        "last": {
            "bn": """
কোর্সটা নিয়ে শেষ ইমেইল
ভাবছেন? তাহলে এটা পড়ুন

{first_name|বন্ধু}, এবারের মতো এটাই আমার শেষ ইমেইল।

এখন যদি ঠিক সময় না হয়, কোনো সমস্যা নেই। আর যদি শুধু সাহসটুকুর অভাব হয়, প্রথম পাঠটা দিয়ে শুরু
করুন, বাকিটা নিজেই এগোবে।

@offer আজই শুরু করুন
""",
            "en": """
The last letter about the course
Still thinking? Then read this

{first_name|friend}, this is my last letter for now.

If it is not the right time, that is fine. If only a little courage is missing, begin with the first
lesson. The rest follows by itself.

@offer Begin today
""",
        },
    },
)
