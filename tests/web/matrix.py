"""The world of the permission matrix: one person of each role, and something behind every address."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from PIL import Image

from dhara.api.keys.models import ApiKey
from dhara.api.webhooks import actions as webhooks
from dhara.catalog.models import Collaborator, Offer, Tier
from dhara.catalog.offers.actions import ensure_categories
from dhara.checkout.abandoned import rules as reminder_rules
from dhara.checkout.models import Cart, Gift
from dhara.checkout.refunds import actions as refund_actions
from dhara.checkout.wishes import actions as wishes
from dhara.checkout.wishes.rules import stop_token
from dhara.delivery.downloads.queries import link_for
from dhara.delivery.models import Activation, DownloadFile, FileVersion, Grant, Licence
from dhara.kit import clock
from dhara.kit.actor import person
from dhara.kit.files.actions import begin_upload, store_picture
from dhara.kit.mail.models import Letter
from dhara.money.models import SandboxCharge
from dhara.people.models import Account, Invitation, Studio
from dhara.people.studios import rules
from dhara.web.ui.pictures import src
from tests.make import audience as make_audience
from tests.make import bank as make_bank
from tests.make import campaigns as make_campaigns
from tests.make import cases as make_cases
from tests.make import catalog, people
from tests.make import checkout as make_checkout
from tests.make import conversations as make_conversations
from tests.make import coupons as make_coupons
from tests.make import disputes as make_disputes
from tests.make import funding as make_funding
from tests.make import gifts as make_gifts
from tests.make import gigs as make_gigs
from tests.make import hours as make_hours
from tests.make import jobs as make_jobs
from tests.make import left as make_left
from tests.make import papers as make_papers
from tests.make import payouts as make_payouts
from tests.make import programs as make_programs
from tests.make import proposals as make_proposals
from tests.make import readers as make_readers
from tests.make import reviews as make_reviews
from tests.make import segments as make_segments
from tests.make import sequences as make_sequences
from tests.make import suggestions as make_suggestions
from tests.make.console import signed_in
from tests.web import matrix_forms
from tests.web.doors import DOORS, NOWHERE


@dataclass
class World:
    """A studio with one member of each role, an order of a buyer, and what fills in the blanks of addresses."""

    clients: dict[str, Client]
    blanks: dict[str, Any]
    secrets: dict[str, str] = field(default_factory=dict)

    def address(self, route: str, secret: str | None = None) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[1].rpartition(":")[2]
            if name == "number" and "sitemap" in route:
                return "1"
            if f"own_{name}" in self.blanks and route.startswith(("api/v1/me/webhooks/", "account/webhooks/")):
                return str(self.blanks[f"own_{name}"])
            if name == "slug" and route.startswith("market/"):
                return "fonts"
            if f"task_{name}" in self.blanks and route.startswith("studio/<str:handle>/tasks/"):
                return str(self.blanks[f"task_{name}"])
            if f"hour_{name}" in self.blanks and "/units/<unit>/time" in route:
                return str(self.blanks[f"hour_{name}"])
            if name == "slug" and route.startswith("jobs/"):
                return str(self.blanks["board_slug"])
            if name == "object_id":
                return "1"
            if name == "ticket" and secret:
                return secret
            if name in ("token", "ref"):
                return secret or self.secrets.get(route.replace(match[0], "*", 1)) or self.secrets[route]
            guests = route.startswith(("messages/g/", "work/guest/", "reviews/work/guest/", "cases/guest/"))
            return str(self.blanks.get(f"guest_{name}", self.blanks.get(name)) if guests else self.blanks[name])

        if route == NOWHERE:
            return "/operator/nothing-here/"
        plain = re.sub(r"\^\(\?P(<\w+>)[^)]*\)/\$", r"\1/", route)
        return "/" + re.sub(r"<([^<>]+)>", fill, plain)


def make(now: datetime) -> World:
    ensure_categories()
    nadia, mina = _account("nadia"), _account("mina")
    studio = people.studio(nadia)
    clients = {"anonymous": Client(), "outsider": signed_in(_account("karim"))}
    clients["buyer"] = signed_in(mina)
    clients["operator"] = signed_in(_account("boss", is_staff=True), factor="totp")
    clients["owner"] = signed_in(nadia)
    for role in rules.ROLES:
        if role != rules.OWNER:
            clients[role] = signed_in(people.member(studio, _account(role), role=role).account)
    for client in clients.values():
        client.raise_request_exception = False
    return World(clients, **_things(studio, nadia, mina, now))


def _account(name: str, **fields: Any) -> Account:
    return people.account(f"{name}@example.com", password=people.PASSWORD, **fields)


def _things(studio: Studio, nadia: Account, mina: Account, now: datetime) -> dict[str, Any]:
    shop = catalog.Shop(studio, nadia, person(nadia.pk))
    offer = catalog.offer(now, shop, "Wedding cards")
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#0b5661").save(drawn, "PNG")
    offer.cover = store_picture(drawn.getvalue(), name="cover.png", at=now, studio_ref=studio.pk)
    offer.save()
    spare = people.member(studio, email="spare@example.com").account
    EmailAddress.objects.filter(user=mina).update(verified=True)
    order = make_checkout.paid_order(offer.tiers.get(), by=person(mina.pk), at=now, email="mina@example.com")
    invitation = Invitation.objects.create(
        studio=studio, email="mina@example.com", role="viewer", token="invitation-token", invited_by=nadia,
        created_at=now, expires_at=clock.now() + timedelta(days=2),
    )  # fmt: skip
    in_work, their_secrets = make_gigs.behind_doors(shop, mina, DOORS, now)
    waiting = make_checkout.cart_with(make_checkout.tier(studio), at=now)
    Cart.objects.exclude(pk=waiting.pk).delete()  # what was ordered is done with: nobody here has a cart
    key = ApiKey.objects.create(
        account=mina, name="Shop", prefix="dhk_test", hash="0" * 64, scopes=["me:read"], created_at=now
    )
    bank = make_bank.account(now, studio=studio, by=person(nadia.pk))
    shown, due = make_bank.shown(bank, now, proof=True), make_bank.refund_due(bank, now)
    goes_to, sent = make_payouts.begun(studio, now)
    cheaper = make_coupons.coupon(studio, at=now)
    proposed = make_suggestions.suggestion(offer.tiers.get(), make_checkout.tier(studio), "cross", at=now)
    make_papers.gives(studio, at=now)
    invoice = make_papers.invoice(order, studio, at=now)
    wanted = refund_actions.ask(order.pk, order.lines.get().pk, reason="It is blurred.", by=person(mina.pk), at=now)
    disputed, exhibit, back = make_disputes.waiting(studio, now)
    asked = _asked(offer, "mina@example.com", nadia)
    part = _asked(make_checkout.tier(people.studio(_account("tuli"), handle="tuli")).offer, nadia.email, nadia)
    Collaborator.objects.filter(pk=part.pk).update(status="accepted", studio=studio, starts_at=now)
    grant = Grant.objects.get(order=order)
    file = DownloadFile.objects.get(offer=offer)
    version = FileVersion.objects.get(file=file)
    licence, machine = _licensed(grant, now)
    hook, _secret = webhooks.add(
        studio, url="https://example.com/hook", events=["order.paid"], by=person(nadia.pk), at=now
    )
    told = webhooks.send_test(hook.pk, by=person(nadia.pk), at=now)
    own, _secret = webhooks.add(mina, url="https://example.com/mine", events=["job.closed"], by=person(mina.pk), at=now)
    heard = webhooks.send_test(own.pk, by=person(mina.pk), at=now)
    followed = make_sequences.published(studio, by=person(nadia.pk), at=now)
    enrolled = make_sequences.enrolled(followed, by=person(nadia.pk), at=now)
    _empty, _media, named, _width = src(offer.cover, 320).split("/")
    picture_id, _dash, picture_token = named.partition("-")
    assert order.payment is not None
    blanks = {
        "handle": studio.handle, "slug": offer.slug, "offer_id": offer.pk, "own_offer": offer.pk, "file_id": file.pk,
        "own_file": file.pk,
        "version_id": version.pk, "upload_id": uuid.uuid4(), "upload": _upload(mina),
        "number": order.number, "grant_id": grant.pk,
        "invitation_id": invitation.pk, "account_id": spare.pk, "picture_id": picture_id, "width": 320,
        "letter_id": Letter.objects.earliest("id").pk, "line_id": waiting.lines.get().pk, "key_id": key.pk, "pk": 1,
        "method_id": goes_to.pk, "payout_number": sent.number, "payout": sent.number, "kind": "nagad",
        "transfer_id": shown.pk, "return_id": due.pk, "code": "bank", "notice_token": bank.notice_token,
        "coupon_id": cheaper.pk, "coupon": cheaper.pk, "collaborator_id": asked.pk, "part_id": part.pk,
        "suggestion_id": proposed.pk, **make_audience.blanks(studio, now),
        "endpoint_id": hook.pk, "webhook": hook.pk, "message_id": told.pk, "message": told.pk,
        "own_endpoint_id": own.pk, "own_webhook": own.pk, "own_message_id": heard.pk, "own_message": heard.pk,
        "licence_id": licence.pk, "licence": licence.pk, "activation_id": machine.pk,
        "request_id": wanted.pk, "asked": wanted.pk, "refund": back.pk,
        "dispute_id": disputed.pk, "dispute": disputed.pk, "exhibit_id": exhibit.pk,
        "paper_id": invoice.pk, "paper": invoice.pk, "year": invoice.year,
        **make_segments.blanks(studio, now),
        "sequence_id": followed.pk, "node": "n2", "version_number": 1, "enrolment_id": enrolled.pk,
        "sequence": followed.pk, "person": enrolled.pk, "version": 1,
        **dict.fromkeys(
            ("intake_id", "intake"), make_sequences.intake(followed, by=person(nadia.pk), at=now).pk
        ),
        "source": "sandbox", "rest": "nothing", "app_label": "people", "content_type_id": 1,
    }  # fmt: skip
    left = make_left.reminded(offer.tiers.get(), at=now)
    wished = wishes.put(None, offer_id=offer.pk, currency="BDT", by=person(spare.pk), at=now)
    given, waits = _gifts(make_checkout.tier(studio), clock.now())
    secrets = {
        "cart/restored/<secret:token>/": reminder_rules.restore_token(left.pk, clock.now() + timedelta(days=2)),
        "cart/reminders/<secret:token>/": reminder_rules.stop_token("mina@example.com"),
        "wishlist/letters/<secret:token>/": stop_token(wished.pk),
        "wishlist/shared/<secret:token>/": str(wishes.share(wished, name="", at=now).shared_token),
        "media/<int:picture_id>-<str:token>/<int:width>.webp": picture_token,
        "media/share/<int:picture_id>-<str:token>.jpg": picture_token,
        "media/letter/<int:picture_id>-<str:token>.jpg": picture_token,
        "checkout/return/<secret:token>/": order.payment.token,
        "sandbox/pay/<secret:ref>/": SandboxCharge.objects.get(token=order.payment.token).ref,
        "checkout/transfer/<secret:ref>/": shown.ref,
        "checkout/transfer/<secret:ref>/cancellation/": shown.ref,
        "d/<str:token>/": link_for(grant, version, clock.now()).rstrip("/").rpartition("/")[2],
        "account/collaborations/<str:token>/": asked.token,
        "account/collaborations/<str:token>/acceptance/": asked.token,
        "account/collaborations/<str:token>/refusal/": asked.token,
        "account/invitations/<str:token>/": invitation.token,
        "account/invitations/<str:token>/acceptance/": invitation.token,
    }
    secrets |= make_readers.secrets(studio, now, clock.now())
    blanks["lane_id"] = make_readers.stopped(studio, now).pk
    blanks |= matrix_forms.blanks(studio, now)
    blanks |= make_jobs.behind_doors(mina, now)
    secrets |= make_jobs.secrets(blanks["search_id"])
    secrets |= matrix_forms.secrets()
    for route in DOORS:
        if "/o/<secret:token>/" in route:
            secrets[route] = waits.order.token if "/gift/" in route else order.token
        if "/g/<secret:token>/" in route:
            secrets[route] = given.token
    blanks |= dict.fromkeys(("review_id", "review"), make_reviews.published(now, make_gigs.offer(now, shop)).pk)
    ended = make_reviews.asked(now, make_gigs.offer(now, shop), by=person(mina.pk), email=mina.email)
    blanks["engagement"] = ended.engagement_id
    # What the buyer does with a cart of their own would be taken for a change that a refusal made.
    Cart.objects.filter(account=mina).update(account=None)
    blanks |= make_conversations.blanks(studio, mina, at=now)
    secrets |= make_conversations.secrets(studio, DOORS, order.token, at=now)
    blanks |= make_campaigns.blanks(studio, mina, nadia, at=clock.now())
    blanks |= in_work | make_programs.blanks(shop, mina, now) | {"file": in_work["handin_id"]}
    secrets |= their_secrets | make_funding.secrets(studio, mina, DOORS, now)
    blanks |= make_campaigns.review_blanks(mina, now)
    blanks |= make_proposals.behind_doors(studio, nadia, mina, now)
    blanks |= make_hours.behind_doors(studio, nadia, mina, now)
    in_cases, secrets_of_cases = make_cases.behind_doors(shop, mina, DOORS, now)
    blanks, secrets = blanks | in_cases, secrets | secrets_of_cases
    return {"blanks": blanks, "secrets": secrets}


def _upload(owner: Account) -> uuid.UUID:
    """Of a file that she announced to a program."""
    return begin_upload(name="sign.png", length=9, purpose="delivery", at=clock.now(), owner_ref=owner.pk).pk


def _gifts(tier: Tier, at: datetime) -> tuple[Gift, Gift]:
    """One that its receiver can open, and one that waits for its day."""
    return make_gifts.paid(tier, at=at), make_gifts.paid(tier, day=at.date() + timedelta(days=30), at=at)


def _licensed(grant: Grant, at: datetime) -> tuple[Licence, Activation]:
    """A key that belongs to what was bought, and a machine that uses it."""
    licence = Licence.objects.create(
        status="active", status_at=at, studio=grant.studio, offer=grant.offer, tier=grant.tier, grant=grant, number=1,
        key="AAAAA-BBBBB-CCCCC", folded="AAAAABBBBBCCCCC", starts="purchase", issued_at=at,
    )  # fmt: skip
    return licence, Activation.objects.create(licence=licence, instance="desk", activated_at=at, seen_at=at)


def _asked(offer: Offer, email: str, by: Account) -> Collaborator:
    """Somebody who was asked to share the offer's income, and has not answered."""
    at = clock.now()
    return Collaborator.objects.create(
        status="invited", status_at=at, offer=offer, email=email, bp=1_000, token=f"part-{email}", invited_by=by,
        invited_at=at, expires_at=at + timedelta(days=2),
    )  # fmt: skip
