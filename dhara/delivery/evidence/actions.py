"""Hand in what speaks for the seller."""

from __future__ import annotations

from datetime import datetime

from dhara.delivery.evidence import paper
from dhara.delivery.evidence.queries import gather
from dhara.kit.actor import Actor
from dhara.kit.locale.languages import in_language
from dhara.kit.refusal import Conflict, Refused
from dhara.kit.seal import Unsealable
from dhara.money.disputes import actions
from dhara.money.disputes.rules import NEEDS_RESPONSE
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import Disputes, GatewayTrouble
from dhara.money.models import Dispute


def hand_in(dispute_id: int, *, by: Actor, at: datetime) -> None:
    """Make the evidence and bring it to the gateway. A network call: never inside a transaction.

    Silence leaves everything as it is, and a job tries again; a refusal is shown to the sellers, who may change
    what they added.
    """
    dispute = Dispute.objects.select_related("payment").get(pk=dispute_id)
    gateway = gateways.known(dispute.gateway)
    if dispute.status != NEEDS_RESPONSE or dispute.wanted_at is None or not isinstance(gateway, Disputes):
        return
    with in_language("en"):
        found = gather(dispute)
        texts = paper.texts(found) if found else {}
        files = paper.files(found, at=at) if found else {}
    try:
        keys = gateways.keys_of(dispute.payment.account_id)
        gateway.answer(dispute.ref, texts, files, keys=keys, at=at)
    except Conflict:
        # It is there already: our own earlier try reached it, and we did not hear.
        pass
    except Refused as refusal:
        actions.not_taken(dispute_id, str(refusal))
        return
    except (GatewayTrouble, Unsealable):
        return
    actions.handed_in(dispute_id, texts, by=by, at=at)
