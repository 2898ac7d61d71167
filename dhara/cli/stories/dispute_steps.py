"""Steps of a case that two operators rule about: claim, answer, proposals, ruling, appeal, and the last word."""

from __future__ import annotations

from typing import Any

from dhara.cli.stories import operating
from dhara.cli.stories.dispute_stage import SAID, Quarrel, answers_proposal, evidence, opens, says
from dhara.cli.stories.gig_ends import starts
from dhara.cli.stories.gigging import delivers
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.operating import Operator, carry_out
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import until

# Parts for Nadia in poisha, and what Rafi then gets back of his 300 taka.
FIRST_RULING = (18_700, 10_000)
LAST_RULING = (9_350, 20_000)


def two_operators_move_in(stage: Quarrel) -> str:
    """Two operators come, each with a second factor."""
    both = (stage.operator, stage.other_operator)
    return "; ".join(operating.moves_in(each, stage.scene.mailbox, stage.own) for each in both)


def rafi_is_disappointed(stage: Quarrel) -> str:
    """Rafi orders and pays; Nadia delivers a picture that he did not ask for."""
    return _disappointed(stage, "argued")


def _disappointed(stage: Quarrel, name: str) -> str:
    starts(stage, name)
    delivers(stage, name, "As agreed")
    return f"{stage.orders[name].number} is delivered"


def rafi_opens_a_case(stage: Quarrel) -> str:
    """From the room he asks for a ruling: what he wants back, why, and a picture to show it. No money moves."""
    opens(stage, "argued", amount="240", shows="wrong")
    stage.rafi.see(SAID["claim"], "wrong.png")
    stage.figures(stage.rafi, "৳২৪০")
    return _as_it_was(stage)


def _as_it_was(stage: Quarrel) -> str:
    return "asked" if stage.scene.own is None else stage.untouched("argued")


def nadia_answers(stage: Quarrel) -> str:
    """Nadia is written to, looks at his picture, and answers in time, with a picture of her own."""
    home, nadia, rafi = stage.home("argued"), stage.nadia, stage.rafi
    letter = wait(stage.scene.mailbox, stage.scene.nadia.email, home)
    nadia.open(letter.link(home))
    nadia.see(SAID["claim"], "please answer", "Until")
    stage.figures(nadia, "৳240")
    _same_file(nadia, "wrong")
    says(stage, nadia, "argued", "answer", files=evidence("draft"), text=SAID["answer"])
    rafi.open(home)
    rafi.see(SAID["answer"], "draft.png")
    _same_file(rafi, "draft")
    return f"“{letter.subject}”; answered"


def _same_file(visitor: Visitor, words: str) -> None:
    """The first file on the page is what was shown, byte for byte."""
    link = next((each.address for each in visitor.page.links if "/files/" in each.address), "")
    if not link or visitor.fetch(link).content != evidence(words)["file"][1]:
        raise Broken(f"“{words}” can not be fetched from {visitor.page.address}: {link}")


def she_proposes_and_he_says_no(stage: Quarrel) -> str:
    """She would settle for two thirds; he says no, and why."""
    says(stage, stage.nadia, "argued", "proposals", amount="187", text=SAID["offer"])
    stage.rafi.open(stage.home("argued"))
    stage.rafi.see(SAID["offer"])
    stage.figures(stage.rafi, "আপনি ফেরত পাবেন ৳১০০")
    answers_proposal(stage, stage.rafi, "argued", "refusal", answer=SAID["no"])
    stage.nadia.open(stage.home("argued"))
    stage.nadia.see(SAID["no"], "said no")
    return "refused"


def he_proposes_and_she_says_no(stage: Quarrel) -> str:
    """He proposes that two thirds go back; she says no as well."""
    says(stage, stage.rafi, "argued", "proposals", amount="200", text=SAID["counter"])
    stage.nadia.open(stage.home("argued"))
    stage.nadia.see(SAID["counter"])
    stage.figures(stage.nadia, "৳93.50 to you", "৳200 back to")
    answers_proposal(stage, stage.nadia, "argued", "refusal", answer=SAID["no again"])
    stage.rafi.open(stage.home("argued"))
    stage.rafi.see(SAID["no again"])
    return "refused"


def rafi_hands_it_over(stage: Quarrel) -> str:
    """He lets the operator rule; the operators find it among their notices."""
    says(stage, stage.rafi, "argued", "handover")
    stage.nadia.open(stage.home("argued"))
    stage.nadia.see("The operator decides")
    return "with the operators"


def desk(stage: Quarrel, operator: Operator, name: str) -> Visitor:
    """The operator comes from a notice to the page of the work."""
    visitor, page = operator.visitor, f"/operator/work/engagement/{stage.orders[name].work}/change/"

    def told() -> bool:
        return any(page in link.address for link in visitor.open("/account/notices/").links)

    until(told, "a notice that a ruling waits")
    visitor.follow(page)
    return visitor


def rules(stage: Quarrel, operator: Operator, name: str, part: str, reason: str, *, expect: int = 200) -> str:
    """Divide the money on the console: `part` taka for who did the work."""
    desk(stage, operator, name)
    typed: dict[str, Any] = {"to_worker": part, "reason": reason}
    return carry_out(operator, "division", expect=expect, **typed)


def an_operator_rules(stage: Quarrel) -> str:
    """The operator reads and sees what both showed, and divides; it is noted, and no money moves yet."""
    looks_at_it(stage)
    said = rules(stage, stage.operator, "argued", "187", SAID["ruling"])
    if "It is ruled" not in said:
        raise Broken(f"the console does not say that it is ruled: {said[:900]}")
    return is_noted(stage)


def looks_at_it(stage: Quarrel) -> None:
    visitor = desk(stage, stage.operator, "argued")
    visitor.see(SAID["claim"], SAID["answer"], SAID["no again"])
    if visitor.fetch(visitor.page.link("wrong.png").address).content != evidence("wrong")["file"][1]:
        raise Broken("the operator can not look at what was shown")


def is_noted(stage: Quarrel) -> str:
    """Both read the ruling, once, and its reason; all is still set aside."""
    for visitor, ruled in ((stage.nadia, "The operator ruled"), (stage.rafi, "পরিচালক রায় দিয়েছেন")):
        page = visitor.open(stage.home("argued"))
        visitor.see(SAID["ruling"], ruled)
        if (many := page.words.count(SAID["ruling"])) != 1:
            raise Broken(f"{visitor.name} reads {many} rulings: {page.words[:900]}")
    stage.figures(stage.nadia, "No money has moved yet", "৳187 to you", "৳100 back to")
    stage.figures(stage.rafi, "৳১০০")
    return stage.untouched("argued")


def she_agrees_and_he_appeals(stage: Quarrel) -> str:
    """Nadia agrees to the ruling; Rafi appeals with another picture. Neither can do so a second time."""
    home, rafi = stage.home("argued"), stage.rafi
    says(stage, stage.nadia, "argued", "acceptance")
    says(stage, rafi, "argued", "appeal", files=evidence("colours"), text=SAID["appeal"])
    for visitor in (stage.nadia, rafi):
        page = visitor.open(home)
        visitor.see(SAID["appeal"], "colours.png")
        if left := [each.action for each in page.forms if each.action.endswith(("/appeal/", "/acceptance/"))]:
            raise Broken(f"{visitor.name} could do it again: {left}")
    return "one of them agreed, the other appealed"


def another_operator_has_the_last_word(stage: Quarrel) -> str:
    """Who ruled before may not judge the appeal; the other operator does, and the money moves at once, in two parts."""
    the_first_is_refused(stage)
    rules(stage, stage.other_operator, "argued", "93.50", SAID["last ruling"])
    return stage.divided("argued", *LAST_RULING)


def the_first_is_refused(stage: Quarrel) -> None:
    refused = rules(stage, stage.operator, "argued", "187", SAID["ruling"], expect=403)
    if "another operator" not in refused:
        raise Broken(f"the first operator is not told why: {refused[:900]}")
    stage.untouched("argued")
