"""Steps of the story of a payout that bKash, its troubles and trouble here are about."""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import wallets
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.operating import carry_out
from dhara.cli.stories.payout_stage import NET, Stage, approve, came, console, run, sent, wait_for
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.world import until

_A_DAY_LATER: Final = (
    "from datetime import timedelta; from django.db.models import F; from dhara.money.models import Payout; "
    'Payout.objects.filter(number="{number}").update(sent_at=F("sent_at") - timedelta(days=2))'
)


def bkash_closes_for_maintenance(stage: Stage) -> str:
    """bKash is under maintenance."""
    wallets.press(stage.till, "maintenance")
    return "closed"


def bkash_sends_nothing(stage: Stage) -> str:
    """bKash took no order, and says so: the money is on the balance again, and page and letter tell why."""
    # A worker that has only begun asks for a token first, and gets none.
    wait_for(stage, "othing was sent.")
    wallets.press(stage.till, "maintenance")
    stage.nadia.open(f"{stage.money}payouts/")
    stage.nadia.see(f"৳{NET}")
    wait(stage.scene.mailbox, stage.scene.nadia.email, "othing was sent.")
    if len(came(stage, stage.wallet)) != 1:
        raise Broken("something came in at the wallet")
    return "nothing was sent, nothing is lost"


def it_arrives(stage: Stage) -> str:
    """bKash sends it: page and letter say so, and it came once."""
    wait_for(stage, "The payout was made.")
    return _has_arrived(stage)


def bkash_will_fall_silent(stage: Stage) -> str:
    """The next time, bKash sends the money and hangs up before it has answered."""
    wallets.press(stage.till, "faults", fault="hang up after", at="/b2cPayment")
    return "it will hang up"


def the_operator_looks_into_the_portal(stage: Stage) -> str:
    """Nobody knows whether it was sent, and bKash can not tell: it is not sent again, the operator looks for it."""
    number = stage.asked[-1]
    until(lambda: any(each["merchantInvoiceNumber"] == number for each in sent(stage)), "bKash to send it")
    console(stage, "payout", number)
    page = stage.operator.visitor.page.address

    def asks() -> bool:
        stage.operator.visitor.open(page)
        carry_out(stage.operator, "question")
        return f"look into its portal for {number}" in stage.operator.visitor.open(page).words

    until(asks, "the operator to be sent to bKash's portal")
    carry_out(stage.operator, "arrival", ref="too early", expect=409)
    stage.operator.visitor.see("Look again tomorrow")
    run(stage.own, _A_DAY_LATER.format(number=number))
    stage.operator.visitor.open(page)
    carry_out(stage.operator, "arrival", ref=sent(stage)[-1]["trx"])
    wait_for(stage, "The payout was made.")
    return _has_arrived(stage)


def _has_arrived(stage: Stage) -> str:
    amounts = came(stage, stage.wallet)
    if [float(each) for each in amounts[1:]] != [150]:
        raise Broken(f"not once ৳150: {amounts}")
    wait(stage.scene.mailbox, stage.scene.nadia.email, "has arrived at")
    return "৳150 came once"


def the_worker_dies_on_the_way(stage: Stage) -> str:
    """The operator approves, and the worker is killed (SIGKILL) before it has told the gateway."""
    own = stage.own
    own.freeze("worker")
    approve(stage)
    killed = own.kill("worker")
    return f"worker {killed} died, {own.back('worker', killed)} goes on"


def the_web_server_dies(stage: Stage) -> str:
    """The web server is killed; the supervisor starts another, and the operator goes on."""
    own = stage.own
    killed = own.kill("web")
    own.back("web", killed)
    until(own.answers, "the web server to answer")
    return f"web server {killed} died"
