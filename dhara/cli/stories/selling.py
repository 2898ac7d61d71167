"""Steps of the sellers: from a visitor to somebody with an offer on the market."""

from __future__ import annotations

from typing import Any

from dhara.cli.stories.cast import PASSWORD, Scene, Seller
from dhara.cli.stories.mailbox import wait_for_code
from dhara.cli.stories.upload import upload
from dhara.cli.stories.visitor import Broken


def nadia_signs_up(scene: Scene) -> str:
    """Nadia opens an account and proves her address with the code from the letter."""
    return _sign_up(scene, scene.nadia)


def nadia_opens_a_studio(scene: Scene) -> str:
    """She opens her studio."""
    return _open_studio(scene.nadia)


def nadia_makes_an_offer(scene: Scene) -> str:
    """She drafts an offer in Bengali, describes it and puts it on a shelf."""
    return _draft(scene.nadia)


def nadia_uploads_her_file(scene: Scene) -> str:
    """She uploads what buyers will get, over a line that breaks twice."""
    return _upload(scene.nadia)


def nadia_publishes(scene: Scene) -> str:
    """She names a price and publishes; everybody can see the offer."""
    return _publish(scene, scene.nadia)


def tuhin_does_the_same(scene: Scene) -> str:
    """Tuhin, another seller, does all of that too."""
    tuhin = scene.tuhin
    steps = (_sign_up(scene, tuhin), _open_studio(tuhin), _draft(tuhin), _upload(tuhin), _publish(scene, tuhin))
    return "; ".join(steps)


def _sign_up(scene: Scene, seller: Seller) -> str:
    visitor = seller.visitor
    visitor.open("/")
    visitor.follow("/account/login/")
    visitor.follow("/account/signup/")
    visitor.fill("password1", name=seller.name, email=seller.email, password1=PASSWORD)
    code = wait_for_code(scene.mailbox, seller.email)
    visitor.fill("code", code=code)
    visitor.see(seller.name)
    return f"{seller.email} confirmed with {code}"


def _open_studio(seller: Seller) -> str:
    visitor = seller.visitor
    visitor.follow("/studio/new/")
    visitor.fill("handle", name=seller.studio, handle=seller.handle, language="bn", currency="BDT")
    if not visitor.page.address.endswith(seller.workplace):
        raise Broken(f"the studio was not opened: {visitor.page.words[:600]}")
    visitor.see(f"@{seller.handle}")
    return f"@{seller.handle}"


def _draft(seller: Seller, kind: str = "download") -> str:
    visitor = seller.visitor
    visitor.follow(f"{seller.workplace}offers/new/")
    visitor.fill("kind", title=seller.title, kind=kind)
    seller.editor = visitor.page.address
    shelf = next(choice for choice in visitor.page.form("category").choices["category"] if choice)
    visitor.fill(
        "category",
        summary="Made ready for you",
        description=f"<p>What {seller.name} uses every day, ready for you.</p>",
        category=shelf,
        tags=seller.tag,
        language="bn",
    )
    visitor.see(seller.title)
    return f"“{seller.title}”, tagged {seller.tag}"


def _upload(seller: Seller) -> str:
    visitor = seller.visitor
    upload_id, offsets = upload(visitor, seller.file_name, seller.file)
    visitor.fill(f"{seller.editor}files/", added={"upload": upload_id})
    visitor.see(seller.file_name.partition(".")[0])
    went_on = ", ".join(f"{offset:,}" for offset in offsets[1:])
    return f"{seller.file_name}: {len(seller.file):,} bytes, went on at {went_on}"


def _publish(scene: Scene, seller: Seller) -> str:
    _price(seller)
    seller.visitor.fill("/publication/")
    shop = scene.stranger.open(f"/@{seller.handle}")
    seller.offer = shop.link(seller.title).address
    scene.stranger.follow(seller.title)
    scene.stranger.see(seller.title, f"৳{seller.price}")
    return f"৳{seller.price} at {seller.offer}"


def _price(seller: Seller) -> None:
    priced: dict[str, Any] = {"tiers-0-pricing": "fixed", "tiers-0-amount_BDT": seller.price}
    seller.visitor.fill("tiers-TOTAL_FORMS", **priced)
