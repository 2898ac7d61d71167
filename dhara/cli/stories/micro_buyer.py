"""Rafi's steps of small tasks: he writes the campaign and pays it, looks at proofs, takes the results, stops it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, Final

from dhara.cli.stories.cast import PASSWORD, Seller
from dhara.cli.stories.mailbox import wait, wait_for_code
from dhara.cli.stories.micro_stage import (
    BACK,
    DONE,
    EACH,
    KNOWN,
    NET,
    PAID,
    QUESTIONS,
    SHOPS,
    Stage,
)
from dhara.cli.stories.visitor import Broken

READY: Final = "সব তৈরি"
ACCEPTED: Final = "গৃহীত হয়েছে, টাকা দেওয়া হয়েছে।"
# The third of the reasons that a campaign begins with: the answer is wrong.
WRONG: Final = 2


def rafi_writes_a_campaign(stage: Stage) -> str:
    """Rafi writes a campaign: three questions, three shops, one of whose answers he knows, three people for each."""
    rafi, who = stage.rafi, stage.scene.rafi
    rafi.open("/account/signup/")
    rafi.fill("password1", name=who.name, email=who.email, password1=PASSWORD)
    rafi.fill("code", code=wait_for_code(stage.scene.mailbox, who.email))
    rafi.open("/campaigns/")
    rafi.follow("/campaigns/new/")
    words = "Walk by and look at the door. Take a picture of it, and write down what the sign says."
    rafi.fill("instructions", title=stage.title, instructions=words, reward="20", start="choose")
    found = re.search(r"/campaigns/(\d+)/edit/proof/", rafi.page.address)
    if found is None:
        raise Broken(f"no draft was kept: {rafi.page.address}: {rafi.page.words[:900]}")
    stage.campaign = int(found[1])
    _asks(stage)
    known = f"answer: {QUESTIONS[0]}"
    lines = [f"shop,{known}", *(f"{shop},{answer if shop == KNOWN else ''}" for shop, answer in SHOPS.items())]
    rafi.fill("rows", rows="\n".join(lines), redundancy=EACH)
    rafi.fill("per_worker", minutes=30, review_days=3, per_worker=EACH)
    rafi.see("৳২০০", "৳১৮০", "৳১৯", QUESTIONS[0], "Rahim Store")
    return f"৳{PAID / 100:.2f} to pay"


def _asks(stage: Stage) -> None:
    rafi = stage.rafi
    while "proof-2-words" not in rafi.page.form("proof-0-words").names:
        rafi.fill("proof-0-words", press="add")
    typed: dict[str, Any] = {"proof-0-sort": "choice", "proof-0-choices": "yes\nno", "proof-1-sort": "screenshot"}
    typed |= {"proof-2-sort": "text", "proof-2-least": 3, "proof-2-most": 200}
    typed |= {f"proof-{place}-words": words for place, words in enumerate(QUESTIONS)}
    rafi.fill("proof-0-words", **typed)


def rafi_pays(stage: Stage) -> str:
    """He pays all of it before anybody begins, and lets it run."""
    to_the_bank(stage)
    stage.rafi.fill("choice", press="pay")
    return runs(stage)


def to_the_bank(stage: Stage) -> None:
    rafi = stage.rafi
    rafi.open(stage.home)
    rafi.fill("/payment/")
    rafi.fill("gateway", gateway="sandbox")
    if "/sandbox/pay/" not in rafi.page.address:
        raise Broken(f"this is not the bank: {rafi.page.address}: {rafi.page.words[:600]}")


def runs(stage: Stage) -> str:
    rafi = stage.rafi
    rafi.open(stage.home)
    rafi.wait_for(READY)
    rafi.fill("/begin/")
    rafi.see("শুরু হয়েছে: কর্মীরা এখন দেখতে পাচ্ছেন।", "৳২০০")
    return f"৳{PAID / 100:.2f} set aside; it runs"


def rafi_accepts_one(stage: Stage) -> str:
    """He looks at Nadia's proof for a shop and accepts it: in the same moment it is in her wallet."""
    nadia = stage.scene.nadia
    accepts(stage, nadia, "Rahim Store")
    stage.look(nadia, "Rahim Store", "Accepted: you earned ৳19")
    nadia.visitor.open(f"{nadia.workplace}wallet/")
    nadia.visitor.see("৳19.00", stage.title)
    return "৳19.00"


def accepts(stage: Stage, worker: Seller, shop: str) -> None:
    stage.rafi.open(stage.proof(worker, shop))
    stage.rafi.see(worker.studio, shop, f"sign of {shop}")
    stage.rafi.fill("/acceptance/")
    stage.rafi.see(ACCEPTED)


def rafi_rejects_two(stage: Stage) -> str:
    """Tuhin's answer is not the one he knows, and on Shirin's he sees no door: he rejects both and says why."""
    told = []
    for worker, shop, why in _wrong_ones(stage):
        rafi = stage.rafi
        rafi.open(stage.proof(worker, shop))
        if worker is stage.scene.tuhin:
            rafi.see("আপনার জানা উত্তরের সঙ্গে মেলে না")
        rafi.fill("/rejection/", preset=WRONG, text=why)
        letter = wait(stage.scene.mailbox, worker.email, why)
        letter.link(stage.page(worker, shop))
        stage.look(worker, shop, "It was not accepted", why, "Do it again", "Appeal")
        told.append(f"“{letter.subject}”")
    return ", ".join(told)


def _wrong_ones(stage: Stage) -> tuple[tuple[Seller, str, str], ...]:
    return (stage.scene.tuhin, KNOWN, "It is open, I was there."), (stage.shirin, shirins(stage), "There is no door.")


def shirins(stage: Stage) -> str:
    """The shop of her first task."""
    return next(shop for handle, shop in stage.units if handle == stage.shirin.handle)


def rafi_agrees(stage: Stage) -> str:
    """Rafi reads her appeal and agrees: she is paid at once, and told."""
    rafi, shop = stage.rafi, shirins(stage)
    rafi.open(f"{stage.home}review/")
    rafi.see("The door is on the left.")
    rafi.open(stage.proof(stage.shirin, shop))
    rafi.fill("/agreement/")
    wait(stage.scene.mailbox, stage.shirin.email, "is accepted after all")
    stage.look(stage.shirin, shop, "Accepted: you earned ৳19")
    return "৳19.00"


def rafi_accepts_the_rest(stage: Stage) -> str:
    """He accepts all others at once; each of the eight is paid."""
    stage.rafi.open(f"{stage.home}review/?show=waiting")
    stage.rafi.fill("/acceptances/", press="all")
    return all_are_paid(stage)


def all_are_paid(stage: Stage) -> str:
    for worker in stage.workers:
        mine = [shop for handle, shop in stage.units if handle == worker.handle]
        for shop in mine:
            stage.look(worker, shop, "Accepted: you earned ৳19")
    stage.rafi.open(stage.home)
    stage.rafi.see("৳১৬০", "৳৪০")
    return f"{DONE} tasks, ৳{DONE * NET / 100:.2f}"


def the_results_are_exported(stage: Stage) -> str:
    """What was paid for can be used: what each shop comes to, how certain it is, and whom to trust."""
    rafi = stage.rafi
    rafi.open(f"{stage.home}results/")
    rafi.see("৮টি গৃহীত উত্তর")
    rows = list(csv.DictReader(io.StringIO(rafi.fetch(rafi.page.link("/results/csv/").address).text)))
    asked = [name for name in SHOPS if name != KNOWN]
    found = {row["shop"]: _verdict(row) for row in rows}
    if found != {shop: SHOPS[shop] for shop in asked}:
        raise Broken(f"the list was to come to {asked}: {rows}")
    whole = json.loads(rafi.fetch(rafi.page.link("/results/json/").address).text)
    trusted = {each["trust"] for each in whole["answers"] if each["known"]}
    if len(whole["answers"]) != DONE or trusted != {0.75}:
        raise Broken(f"{DONE} answers of whom one can trust were accepted: {whole}")
    return f"{len(rows)} shops of {DONE} answers"


def _verdict(row: dict[str, str]) -> str:
    """The answer that is most likely: the column beside which its confidence stands."""
    name = next(each.removesuffix("_confidence") for each in row if each.endswith("_confidence"))
    return row[name]


def the_rest_goes_back(stage: Stage) -> str:
    """He stops it: what nobody earned goes back to where it came from, once."""
    stops(stage)
    return is_back(stage)


def stops(stage: Stage) -> None:
    rafi = stage.rafi
    rafi.open(stage.home)
    rafi.follow(f"{stage.home}stop/")
    rafi.see("৳৪০")
    rafi.fill("/stop/")
    rafi.see("আগেই বন্ধ করা হয়েছে")


def is_back(stage: Stage) -> str:
    seen = stage.becomes(
        state="stopped", accepted=DONE, pool=0, payments=1, earned=DONE * NET, clearings=DONE, given_back=BACK
    )
    stage.rafi.open(stage.home)
    stage.rafi.see("আপনার কাছে ফেরত গেছে ৳৪০", "কর্মীদের দেওয়া হয়েছে ৳১৬০")
    return f"৳{BACK / 100:.2f}; {seen}"
