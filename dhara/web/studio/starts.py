"""Examples that a gig can begin with: packages, questions, frequent questions. Prices are the seller's to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.catalog.prices.rules import TierDraft
from dhara.delivery.gigs.rules import CHOICE, FILE, MANY, TEXT, Promise, Question
from dhara.kit.locale.languages import in_language

BASIC, STANDARD, PREMIUM = _("Basic"), _("Standard"), _("Premium")


@dataclass(frozen=True)
class Start:
    """`packages` are (name, one sentence, days, revisions, scope); `questions` (words, sort, needed, choices)."""

    code: str
    label: Any
    icon: str
    packages: tuple[tuple[Any, Any, int, int | None, tuple[Any, ...]], ...]
    questions: tuple[tuple[Any, str, bool, tuple[Any, ...]], ...]
    faq: tuple[tuple[Any, Any], ...]


_LOGO = Start(
    "logo",
    _("Logo"),
    "pen-tool",
    (
        (BASIC, _("One good idea, drawn cleanly."), 3, 1, (_("1 design"), _("PNG with a clear background"))),
        (
            STANDARD,
            _("Two ideas to choose from, and the file that printers ask for."),
            5,
            2,
            (_("2 designs"), _("PNG with a clear background"), _("Vector file (SVG, PDF)")),
        ),
        (
            PREMIUM,
            _("The logo and all that a shop needs to look like one."),
            7,
            4,
            (
                _("3 designs"),
                _("PNG with a clear background"),
                _("Vector file (SVG, PDF)"),
                _("Cover and profile picture for Facebook"),
                _("Colours and fonts on one page"),
            ),
        ),
    ),
    (
        (_("What is your business called, exactly as it should stand in the logo?"), TEXT, True, ()),
        (_("What do you sell, and to whom?"), TEXT, True, ()),
        (
            _("Which look do you like?"),
            CHOICE,
            True,
            (_("Plain and modern"), _("Playful"), _("Elegant"), _("Traditional Bengali"), _("You decide")),
        ),
        (_("Pictures of logos that you like, or your old one"), FILE, False, ()),
    ),
    (
        (_("Do I own the logo?"), _("Yes. Once you have accepted the work, it is yours to use everywhere.")),
        (_("What if I do not like it?"), _("Tell me what to change: each package says how often I change it for you.")),
    ),
)

_TRANSLATION = Start(
    "translation",
    _("Translation"),
    "languages",
    (
        (BASIC, _("A short text, such as a letter."), 2, 1, (_("Up to 500 words"), _("Translated by a person"))),
        (
            STANDARD,
            _("An article or a page of your website."),
            4,
            2,
            (_("Up to 1,500 words"), _("Translated by a person"), _("Read once more from the beginning")),
        ),
        (
            PREMIUM,
            _("A long text, ready to be printed."),
            7,
            3,
            (
                _("Up to 4,000 words"),
                _("Translated by a person"),
                _("Read by a second translator"),
                _("Headings and tables as in your file"),
            ),
        ),
    ),
    (
        (_("The text to translate"), FILE, True, ()),
        (
            _("From which language into which?"),
            CHOICE,
            True,
            (_("English into Bengali"), _("Bengali into English")),
        ),
        (_("Who will read it, and what for?"), TEXT, True, ()),
        (_("Names and words that must stay as they are"), TEXT, False, ()),
    ),
    (
        (_("Do you use a machine?"), _("No. I translate each sentence myself.")),
        (_("My text is longer. What now?"), _("Write to me before you order, and I will make you an offer for it.")),
    ),
)

_VIDEO = Start(
    "video",
    _("Video editing"),
    "clapperboard",
    (
        (BASIC, _("One short video for Facebook or TikTok."), 2, 1, (_("Up to 1 minute"), _("Cuts and music"))),
        (
            STANDARD,
            _("A video with everything that holds people."),
            4,
            2,
            (_("Up to 5 minutes"), _("Cuts and music"), _("Subtitles"), _("Colours put right")),
        ),
        (
            PREMIUM,
            _("A long video for YouTube, ready to go up."),
            7,
            3,
            (
                _("Up to 15 minutes"),
                _("Cuts and music"),
                _("Subtitles"),
                _("Colours put right"),
                _("Opening and closing titles"),
                _("Thumbnail"),
            ),
        ),
    ),
    (
        (_("Your recordings, or a link to them in the next answer"), FILE, False, ()),
        (_("Links to your recordings"), TEXT, False, ()),
        (_("What should people do after they have seen it?"), TEXT, True, ()),
        (_("Where will it be shown?"), MANY, True, (_("Facebook"), _("YouTube"), _("TikTok"), _("Somewhere else"))),
        (_("A video that you would like it to resemble"), TEXT, False, ()),
    ),
    (
        (
            _("How do I send large files?"),
            _("Put them in a shared folder, as on Google Drive, and send me the link."),
        ),
        (_("Is the music free to use?"), _("Yes, I only use music that you may publish.")),
    ),
)

STARTS: Final = (_LOGO, _TRANSLATION, _VIDEO)


def package_names(language: str) -> list[str]:
    """What packages are usually called, in the words of that language."""
    with in_language(language):
        return [str(name) for name in (BASIC, STANDARD, PREMIUM)]


def laid_out(start: Start, language: str) -> dict[str, Any]:
    """As `gigs.lay_out` takes it, in the words of that language."""
    with in_language(language):
        return {
            "drafts": [TierDraft(str(name), description=str(words)) for name, words, *_rest in start.packages],
            "promises": [
                Promise(days, revisions, tuple(map(str, scope)))
                for _name, _words, days, revisions, scope in start.packages
            ],
            "questions": [
                Question(f"q{place}", str(words), sort, needed, tuple(map(str, choices)))
                for place, (words, sort, needed, choices) in enumerate(start.questions, 1)
            ],
            "faq": [{"question": str(question), "answer": str(answer)} for question, answer in start.faq],
        }
