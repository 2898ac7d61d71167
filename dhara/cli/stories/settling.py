"""Steps that look at what the sale left behind: letters, pages, books; and that closed doors are closed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from dhara.cli.stories.cast import Scene, Seller
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.page import Page
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.world import until

# Of the sandbox and of a fresh Dhara: what the gateway and the platform keep, in hundredths of a percent.
GATEWAY, PLATFORM = 150, 500
_AMOUNT = r"[-−–+]?\s*৳\s*[-−–]?[\d,]+(?:\.\d\d)?"


def sellers_get_letters(scene: Scene) -> str:
    """Both sellers are written what they sold, each only of their own."""
    subjects = []
    for seller, other in (scene.sellers, scene.sellers[::-1]):
        letter = wait(scene.mailbox, seller.email, scene.rafi.number)
        if seller.title not in letter.text or other.title in letter.text or f"৳{seller.price}" not in letter.text:
            raise Broken(f"the letter to {seller.name} is not about their own sale: {letter.text}")
        subjects.append(f"“{letter.subject}”")
    return ", ".join(subjects)


def sellers_see_the_sale(scene: Scene) -> str:
    """Their dashboards, order pages and money pages show the sale: gross, fees, and their share to the paisa."""
    return "; ".join(_see_sale(scene, seller) for seller in scene.sellers)


def _see_sale(scene: Scene, seller: Seller) -> str:
    visitor, number = seller.visitor, scene.rafi.number
    visitor.open(seller.workplace)
    visitor.see(seller.title, f"৳{seller.price}")
    visitor.follow(f"orders/{number}/")
    visitor.see(scene.rafi.email, seller.title)
    gross, gateway, platform, share = _sums(visitor.page)
    if gross != seller.price * 100 or gross + gateway + platform != share:
        raise Broken(f"the sums of {number} do not add up: {gross} {gateway} {platform} = {share}")
    if scene.own and (gateway, platform) != (-gross * GATEWAY // 10_000, -gross * PLATFORM // 10_000):
        raise Broken(f"wrong fees of {number}: {gateway}, {platform}")
    visitor.follow("/money/")
    visitor.see(number, f"+৳{share // 100}.{share % 100:02}")
    if (many := visitor.page.words.count(number)) != 1:
        raise Broken(f"{number} was booked {many} times for {seller.studio}")
    return f"{seller.studio}: {gross / 100:.2f} {gateway / 100:+.2f} {platform / 100:+.2f} = {share / 100:.2f}"


def _sums(page: Page) -> list[int]:
    """What the order's page says, in paisa."""
    return [amount_after(page, words) for words in ("Paid by the buyer", "Gateway fee", "Platform fee", "Your share")]


def amount_after(page: Page, words: str) -> int:
    """The amount that stands behind `words`, in hundredths, below zero where a minus is."""
    found = re.search(rf"{words}\s*({_AMOUNT})", page.words)
    if found is None:
        raise Broken(f"no amount after “{words}” on {page.address}: {page.words[:900]}")
    digits = re.sub(r"[^\d.]", "", found[1])
    whole, _point, part = digits.partition(".")
    minor = int(whole) * 100 + int(part or 0)
    return -minor if re.search(r"[-−–]", found[1]) else minor


def the_books_are_sound(scene: Scene) -> str:
    """The doctor finds nothing wrong with books, jobs and database."""
    if scene.own is None:
        return "left to the operator of this Dhara: dhara doctor"
    code, said = scene.own.run("doctor")
    if code:
        raise Broken(f"the doctor says: {said}")
    return f"{said.count('ok ')} findings, all well"


def everything_happened_once(scene: Scene) -> str:
    """Each order has one charge, one sale in the books, one grant for each line and one receipt."""
    if scene.own is None:
        return _once_by_letters(scene)
    found = scene.own.settled()
    orders = found["orders"]
    expected = {scene.rafi.number: 2, scene.mitu.number: 1}
    if set(orders) != set(expected):
        raise Broken(f"the orders are {sorted(orders)} instead of {sorted(expected)}")
    for number, lines in expected.items():
        check_once(number, orders[number], lines)
    _once_by_letters(scene)
    return f"{len(orders)} orders: " + ", ".join(f"{number} once" for number in orders)


def check_once(number: str, found: dict[str, object], lines: int) -> None:
    """Raises Broken where something of an order with `lines` lines of as many sellers happened never or twice."""
    once = {"charges_paid": 1, "sales": 1, "grants": lines, "receipts": 1, "sale_letters": lines, "paid_facts": 1}
    wrong = {name: found[name] for name, many in once.items() if found[name] != many}
    if wrong or found["status"] != "paid" or found["lines"] != lines:
        raise Broken(f"{number} is not as it must be: {wrong or found}")


def _once_by_letters(scene: Scene) -> str:
    for buyer in (scene.rafi, scene.mitu):
        came = [each for each in scene.mailbox.letters(buyer.email) if "/library/o/" in each.text and not each.code]
        if len(came) != 1:
            raise Broken(f"{buyer.name} got {len(came)} receipts: {[each.subject for each in came]}")
    return "one receipt for each order"


def forged_links_are_refused(scene: Scene) -> str:
    """A forged file link, a guessed order and a guessed receipt open nothing."""
    visitor, rafi = scene.stranger, scene.rafi
    scene.rafi.visitor.open(rafi.library)
    link = next(each.address for each in scene.rafi.visitor.page.links if "/d/" in each.address)
    token = urlsplit(link).path.split("/")[2]
    turned = token[:10] + ("A" if token[10] != "A" else "B") + token[11:]
    tried = [link.replace(token, turned), *(_guessed(each) for each in (rafi.library, rafi.receipt))]
    for address in tried:
        visitor.open(address, expect=404)
        _tells_nothing(visitor.page, (scene.nadia.title, scene.tuhin.title, rafi.email, rafi.name))
    return f"{len(tried)} doors stayed shut"


def _guessed(address: str) -> str:
    """The address with another token of the same length, still well-formed."""
    token = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    return address.replace(token, token[::-1])


def _tells_nothing(page: Page, secrets: Iterable[str]) -> None:
    for secret in secrets:
        if secret in page.html:
            raise Broken(f"{page.address} tells “{secret}”")


def sellers_see_only_their_own(scene: Scene) -> str:
    """Tuhin sees neither Nadia's orders nor her part of the common one; a stranger sees no workplace at all."""
    tuhin, nadia = scene.tuhin, scene.nadia
    tuhin.visitor.open(f"{tuhin.workplace}orders/{scene.rafi.number}/")
    _tells_nothing(tuhin.visitor.page, (nadia.title, nadia.studio))
    for address in (
        f"{tuhin.workplace}orders/{scene.mitu.number}/",
        f"{nadia.workplace}orders/{scene.mitu.number}/",
        f"{nadia.workplace}money/",
    ):
        tuhin.visitor.open(address, expect=404)
        _tells_nothing(tuhin.visitor.page, (scene.mitu.email, nadia.title))
    scene.stranger.open(f"{nadia.workplace}orders/")
    if "/account/login/" not in scene.stranger.page.address:
        raise Broken(f"a stranger sees {scene.stranger.page.address}")
    return f"{scene.mitu.number} is Nadia's alone"


def lost_links_are_mailed(scene: Scene) -> str:
    """Whoever lost the link is mailed it again; the page answers the same to an address that bought nothing."""
    before = len(scene.mailbox.letters(scene.mitu.email))
    answers = []
    for address in (f"nobody.{scene.mark}@story.example.com", scene.mitu.email):
        scene.stranger.open("/library/lost/")
        page = scene.stranger.fill("email", email=address)
        answers.append((page.status, page.address, page.words))
    if answers[0] != answers[1]:
        raise Broken(f"the page tells who bought something: {answers}")
    until(lambda: len(scene.mailbox.letters(scene.mitu.email)) > before, "the letter with the links")
    letter = scene.mailbox.letters(scene.mitu.email)[-1]
    scene.stranger.open(letter.link("/library/o/"))
    scene.stranger.see(scene.nadia.title)
    return f"“{letter.subject}”"
