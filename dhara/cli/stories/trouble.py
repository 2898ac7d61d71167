"""Steps in which things go wrong that go wrong one night: processes die, the bank is late, the mail server unwell."""

from __future__ import annotations

from dhara.cli.stories import buying
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.world import World, until


def _own(scene: Scene) -> World:
    if scene.own is None or scene.own.sink is None:
        raise Broken("trouble is only made at a Dhara of one's own")
    return scene.own


def mitu_pays_late(scene: Scene) -> str:
    """Mitu buys Nadia's offer; her bank sends her back before the money."""
    buying.mitu_orders(scene)
    mitu = scene.mitu.visitor
    mitu.fill("choice", press="pay_late")
    mitu.see("Waiting for your payment")
    return f"she waits at {mitu.page.address.partition('?')[0]}"


def the_web_server_dies(scene: Scene) -> str:
    """The web server is killed (SIGKILL); the supervisor starts another, and nobody is signed out."""
    own = _own(scene)
    killed = own.kill("web")
    new = own.back("web", killed)
    until(own.answers, "the web server to answer")
    scene.nadia.visitor.open(scene.nadia.workplace)
    scene.nadia.visitor.see(scene.nadia.name)
    return f"process {killed} died, {new} answers"


def the_mail_server_is_unwell(scene: Scene) -> str:
    """From now on the mail server puts the next letter off (451) and hangs up in the middle of another."""
    sink = _own(scene).sink
    assert sink is not None
    sink.defer(1)
    sink.drop(1)
    return "451, then silence"


def the_worker_dies_before_it_delivers(scene: Scene) -> str:
    """Rafi pays, the bank tells it twice over; the worker is killed (SIGKILL) before it has delivered anything."""
    own, rafi = _own(scene), scene.rafi
    own.freeze("worker")  # so that it is killed after the payment and before the delivery, whoever is faster
    rafi.visitor.fill("choice", press="answer_twice")
    paid = buying.has_paid(rafi)
    if scene.mailbox.letters(rafi.email) or "/d/" in rafi.visitor.page.html:
        raise Broken("something was delivered by nobody")
    killed = own.kill("worker")
    return f"{paid}; worker {killed} died, {own.back('worker', killed)} goes on"


def the_late_money_comes(scene: Scene) -> str:
    """Mitu's money comes at last; the page that waits becomes the receipt."""
    mitu = scene.mitu
    mitu.visitor.wait_for(mitu.email, "Thank you")
    return buying.has_paid(mitu)
