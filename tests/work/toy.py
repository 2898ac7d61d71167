"""A way to work that nobody needs: it proves that one file is enough."""

from datetime import timedelta

from dhara.work.engagements.rules import FUND, REASON, RELEASE, RETURN, SPLIT, SUBMISSION, Mode, Silence, Step

TOY = Mode(
    code="toy",
    label="toy",
    about="A wish, a riddle, an answer.",
    states={"wished": "wished", "paid": "paid", "told": "told", "solved": "solved", "shared": "shared", "off": "off"},
    initial="wished",
    steps=(
        Step("pay", "wished", "paid", ("system",), "the wish is paid", FUND),
        Step("tell", "paid", "told", ("worker",), "the riddle is told", needs=SUBMISSION),
        Step("again", "told", "paid", ("buyer",), "too easy", needs=REASON),
        Step("solve", "told", "solved", ("buyer", "system"), "it is solved", RELEASE),
        Step("share", "told", "shared", ("operator",), "half solved", SPLIT, REASON),
        Step("forget", "paid", "off", ("worker", "system"), "nobody told one", RETURN),
    ),
    silences=(
        Silence("told", "solve", lambda _unit: timedelta(days=2), "after two days → solved"),
        Silence("paid", "forget", lambda _unit: timedelta(days=5), "after five days → off"),
    ),
)
