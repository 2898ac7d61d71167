"""Steps of the buyers: find, pay, receive, keep."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from dhara.cli.stories.cast import PASSWORD, Buyer, Scene, Seller
from dhara.cli.stories.mailbox import Letter, wait, wait_for_code
from dhara.cli.stories.visitor import Broken, Visitor

_NUMBER = re.compile(r"\bD-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_BENGALI = re.compile(r"[ঀ-৿]")
_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def rafi_searches(scene: Scene) -> str:
    """Rafi, who has no account, searches in Bengali, finds Nadia's offer and puts it into his cart."""
    rafi = scene.rafi.visitor
    rafi.open("/")
    rafi.fill("q", q=f"ঈদের কার্ড {scene.mark}")
    rafi.follow(scene.nadia.title)
    rafi.see(scene.nadia.title, taka(scene.nadia.price, "bn"))
    rafi.fill("tier")
    rafi.see(scene.nadia.title)
    return f"in the cart: {scene.nadia.title}, {taka(scene.nadia.price, 'bn')}"


def rafi_browses(scene: Scene) -> str:
    """He looks along the shelves of the front page and takes something of Tuhin's too."""
    rafi = scene.rafi.visitor
    front = rafi.open("/")
    shelves = [link.address for link in front.links if re.search(r"/market/[^/?]+/$", link.address)]
    for shelf in dict.fromkeys(shelves):
        if scene.tuhin.title in rafi.open(shelf).words:
            break
    else:
        raise Broken(f"“{scene.tuhin.title}” is on none of the shelves {shelves}")
    rafi.follow(scene.tuhin.title)
    rafi.fill("tier")
    rafi.see(scene.nadia.title, scene.tuhin.title, scene.nadia.studio, scene.tuhin.studio, taka(750, "bn"))
    return f"two sellers in one cart: {taka(750, 'bn')}"


def rafi_goes_to_pay(scene: Scene) -> str:
    """As a guest he says who he is and goes on to the bank."""
    return to_the_bank(scene.rafi, 750)


def rafi_pays(scene: Scene) -> str:
    """He pays at the test bank and holds the receipt: three screens after the cart was full."""
    scene.rafi.visitor.fill("choice", press="pay")
    return has_paid(scene.rafi)


def rafi_gets_the_receipt(scene: Scene) -> str:
    """The receipt comes by mail, in Bengali, as text and HTML, with links to the library and to a PDF."""
    rafi = scene.rafi
    letter = wait(scene.mailbox, rafi.email, "/library/o/")
    _in_bengali(letter)
    for needed in (rafi.number, scene.nadia.title, scene.tuhin.title, taka(750, "bn")):
        if needed not in letter.text + letter.subject:
            raise Broken(f"“{needed}” is not in the receipt: {letter.text}")
    rafi.library = letter.link("/library/o/")
    if rafi.library not in letter.html:
        raise Broken("the HTML of the receipt does not lead to the library")
    pdf = rafi.visitor.fetch(letter.link("receipt.pdf"))
    if pdf.status_code != 200 or not pdf.content.startswith(b"%PDF-"):
        raise Broken(f"the receipt is no PDF: {pdf.status_code} {pdf.content[:80]!r}")
    return f"“{letter.subject}”, a PDF of {len(pdf.content):,} bytes"


def _in_bengali(letter: Letter) -> None:
    if not _BENGALI.search(letter.subject) or 'lang="bn"' not in letter.html:
        raise Broken(f"the letter “{letter.subject}” is not in Bengali")


def rafi_downloads(scene: Scene) -> str:
    """On another device, from the letter's link, he fetches both files; one breaks off and goes on where it was."""
    elsewhere = Visitor(scene.base, "bn", name="Rafi's other device")
    try:
        elsewhere.open(scene.rafi.library)
        elsewhere.wait_for(scene.nadia.title, scene.tuhin.title)
        whole = elsewhere.fetch(file_link(elsewhere, scene.tuhin)).content
        _same(scene.tuhin, whole)
        broken_off, rest = _resumed(elsewhere, file_link(elsewhere, scene.nadia))
        _same(scene.nadia, broken_off + rest)
    finally:
        elsewhere.close()
    return f"both byte for byte; {scene.nadia.file_name} broke off at {len(broken_off):,} and went on"


def file_link(visitor: Visitor, seller: Seller) -> str:
    stem = seller.file_name.partition(".")[0]
    for link in visitor.page.links:
        if "/d/" in link.address and stem in link.words:
            return link.address
    raise Broken(f"no link to {seller.file_name} on {visitor.page.address}")


def _resumed(visitor: Visitor, address: str) -> tuple[bytes, bytes]:
    """What came before the line broke, and what the server sent from there on."""
    came = b""
    with visitor.client.stream("GET", address) as answer:
        etag = answer.headers["etag"]
        for piece in answer.iter_bytes(32_768):
            came += piece
            if len(came) > 100_000:
                break
    rest = visitor.client.get(address, headers={"Range": f"bytes={len(came)}-", "If-Range": etag})
    if rest.status_code != 206:
        raise Broken(f"the download did not go on where it was: {rest.status_code}")
    return came, rest.content


def _same(seller: Seller, content: bytes) -> None:
    if content != seller.file:
        raise Broken(f"{seller.file_name} came as {len(content):,} other bytes than the {len(seller.file):,} sent")


def mitu_is_declined(scene: Scene) -> str:
    """Mitu buys Nadia's offer in English; her bank says no, and nothing is charged."""
    mitu_orders(scene)
    mitu = scene.mitu
    mitu.visitor.fill("choice", press="decline")
    mitu.visitor.see("Nothing was charged")
    return f"{mitu.number or _number(mitu.visitor)}: declined, nothing charged"


def mitu_pays_after_all(scene: Scene) -> str:
    """She tries again with the same order, and it is hers."""
    mitu = scene.mitu
    mitu.visitor.fill("/payment/", gateway="sandbox")
    mitu.visitor.fill("choice", press="pay")
    seen = has_paid(mitu)
    wait(scene.mailbox, mitu.email, "/library/o/")
    return seen


def mitu_orders(scene: Scene) -> None:
    visitor = scene.mitu.visitor
    visitor.open(scene.nadia.offer)
    visitor.fill("tier")
    to_the_bank(scene.mitu, scene.nadia.price)


def to_the_bank(buyer: Buyer, total: int) -> str:
    visitor = buyer.visitor
    buyer.screens = ["cart"]
    visitor.follow("/checkout/")
    visitor.see(taka(total, buyer.language))
    buyer.screens.append("details")
    visitor.fill("intent", name=buyer.name, email=buyer.email, language=buyer.language, gateway="sandbox")
    if "/sandbox/pay/" not in visitor.page.address:
        raise Broken(f"this is not the bank: {visitor.page.address}: {visitor.page.words[:600]}")
    buyer.screens.append("bank")
    return f"the bank asks for {taka(total, buyer.language)}"


def has_paid(buyer: Buyer) -> str:
    visitor = buyer.visitor
    if not re.search(r"/checkout/o/[^/]+/", visitor.page.address):
        raise Broken(f"this is not the receipt: {visitor.page.address}: {visitor.page.words[:600]}")
    buyer.receipt = visitor.page.address
    buyer.number = _number(visitor)
    visitor.see(buyer.email)
    if len(buyer.screens) > 3:
        raise Broken(f"too many screens: {buyer.screens}")
    return f"{buyer.number} paid, after {', '.join(buyer.screens)}"


def _number(visitor: Visitor) -> str:
    found = _NUMBER.search(visitor.page.words)
    if found is None:
        raise Broken(f"no order number on {visitor.page.address}: {visitor.page.words[:600]}")
    return found[0]


def rafi_signs_up(scene: Scene) -> str:
    """Rafi opens an account with the same address; what he bought before is in his library."""
    rafi, visitor = scene.rafi, scene.rafi.visitor
    visitor.open(rafi.receipt)
    visitor.follow("/account/signup/")
    visitor.fill("password1", name=rafi.name, email=rafi.email, password1=PASSWORD)
    code = wait_for_code(scene.mailbox, rafi.email)
    visitor.fill("code", code=code)
    visitor.open("/library/")
    visitor.wait_for(scene.nadia.title, scene.tuhin.title)
    cards = [link for link in visitor.page.links if re.fullmatch(r"/library/\d+/", urlsplit(link.address).path)]
    visitor.follow(scene.nadia.title)
    _same(scene.nadia, visitor.fetch(file_link(visitor, scene.nadia)).content)
    return f"{len({card.address for card in cards})} things in the library, files open to the account"


def taka(amount: int, language: str) -> str:
    return f"৳{amount}".translate(_DIGITS) if language == "bn" else f"৳{amount}"
