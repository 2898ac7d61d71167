"""The sentences of notices, by kind. `data` of a notice fills them in, in the reader's language."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current

SENTENCES: Final[dict[str, Any]] = {
    "sale": _("%(offer)s was sold for %(amount)s."),
    "free_sale": _("Somebody got %(offer)s for free."),
    "refund": _("%(amount)s was refunded for %(offer)s."),
    "tax_returned": _("A buyer added a tax id, so %(amount)s of tax for %(offer)s went back. Your share stays."),
    "refund_failed": _("A refund of %(amount)s for order %(number)s failed. The sale stands again."),
    "funding_return_failed": _("%(amount)s for “%(title)s” could not be sent back. Please find another way."),
    "refund_asked": _("A buyer asks for the money for %(offer)s back."),
    "dispute_warned": _("A bank warns of the payment of order %(number)s. Giving the money back may settle it."),
    "dispute_opened": _("A buyer's bank took back %(amount)s of order %(number)s. Please answer by %(date)s."),
    "dispute_reminder": _("The dispute about order %(number)s must be answered by %(date)s."),
    "dispute_won": _("You won the dispute about order %(number)s. The money is yours again."),
    "dispute_lost": _("The dispute about order %(number)s was lost."),
    "dispute_prevented": _("The case about order %(number)s is settled."),
    "keys_low": _("%(offer)s has %(left)s licence keys left to sell. Please add more."),
    "keys_gone": _("%(offer)s is sold out: all licence keys are given. Please add more."),
    "sequence_told": _("The sequence %(sequence)s tells you of %(contact)s: %(words)s"),
    "webhook_off": _("The webhook %(webhook)s of %(studio)s was switched off: nothing could be delivered."),
    "new_version": _("%(offer)s has a new version: %(version)s."),
    "wish_cheaper": _("%(offer)s, which you wish for, costs less now."),
    "wish_back": _("%(offer)s, which you wish for, can be had again."),
    "wish_released": _("%(offer)s, which you wish for, has come out."),
    "balance_available": _("%(amount)s from %(studio)s can be paid out now."),
    "payment_held": _("A payment of %(amount)s through %(gateway)s waits for you to look at it."),
    "transfer_shown": _("A buyer says that they sent you %(amount)s by bank. Please look whether it arrived."),
    "transfer_to_return": _("%(amount)s is to be sent back by bank."),
    "books_differ": _("%(gateway)s and the books differ for %(day)s."),
    "payout_held": _("A payout of %(amount)s from %(studio)s waits. %(reason)s"),
    "payout_sent": _("%(amount)s from %(studio)s is on its way to you."),
    "payout_paid": _("%(amount)s from %(studio)s was paid out."),
    "payout_failed": _("A payout of %(amount)s from %(studio)s failed: %(reason)s"),
    "payout_cancelled": _("A payout of %(amount)s from %(studio)s was cancelled: %(reason)s"),
    "payout_returned": _("A payout of %(amount)s from %(studio)s was sent back: %(reason)s"),
    "offer_hidden": _("The operator hid your offer %(offer)s: %(reason)s"),
    "offer_not_published": _("%(offer)s could not be published on its date: %(reason)s"),
    "release_due": _("%(offer)s comes out soon, and something is missing."),
    "release_missed": _("%(offer)s did not come out on its day. Complete it, or name another one."),
    "offer_shown": _("Your offer %(offer)s can be seen again."),
    "broadcast_done": _("“%(broadcast)s” is sent: %(sent)s letters."),
    "broadcast_not_begun": _("“%(broadcast)s” could not be sent at its time: %(reason)s"),
    "broadcast_stopped_bounces": _("“%(broadcast)s” was paused: too many letters come back."),
    "broadcast_stopped_complaints": _("“%(broadcast)s” was paused: too many people mark it as spam."),
    "broadcast_stopped_provider": _("“%(broadcast)s” was paused: the mail server refuses to take letters."),
    "way_paused_bounces": _("Letters of %(studio)s leave no more: too many come back."),
    "way_paused_complaints": _("Letters of %(studio)s leave no more: too many people mark them as spam."),
    "host_way_paused_bounces": _("The host's letters leave no more: too many come back."),
    "host_way_paused_complaints": _("The host's letters leave no more: too many people mark them as spam."),
    "campaign_held": _("The text of the campaign “%(campaign)s” waits for you to look at it."),
    "campaign_frozen": _("“%(campaign)s” was frozen: many tasks were rejected at once. Please look at it."),
    "campaign_frozen_buyer": _("“%(campaign)s” was frozen: many tasks were rejected at once. We are looking at it."),
    "campaign_released": _("Your campaign “%(campaign)s” is all right. You can pay for it now."),
    "campaign_refused": _("Your campaign “%(campaign)s” can not run here. Its page says why."),
    "task_rejected": _("Your proof for “%(campaign)s” was not accepted. You can do it again, or appeal."),
    "task_upheld": _("Your appeal about “%(campaign)s” was looked at: the rejection stands."),
    "task_overturned": _("“%(campaign)s” is accepted after all: you have earned %(amount)s."),
    "task_paid": _("Small tasks of %(studio)s have earned %(amount)s."),
    "task_appealed": _("A worker appeals about “%(campaign)s”: a ruling waits for you."),
    "job_to_judge": _("The text of the job “%(title)s” waits for you to look at it."),
    "job_held": _("We look at the text of your job “%(title)s” before others see it."),
    "job_released": _("Your job “%(title)s” is open now."),
    "job_refused": _("Your job “%(title)s” can not be posted here: %(reason)s"),
    "job_idle": _("Your job “%(title)s” is closed soon. Keep it open, if you still look for somebody."),
    "job_closed": _("Your job “%(title)s” was closed, as nothing had happened for a while."),
    "job_over": _("The job “%(title)s”, for which you made a proposal, was closed."),
    "job_filled": _("Somebody was hired for “%(title)s”, for which you made a proposal."),
    "studio_suspended": _("The operator suspended %(studio)s: %(reason)s"),
    "studio_reinstated": _("%(studio)s is open again; the suspension was lifted."),
    "studio_closed": _("%(studio)s was closed."),
    "member_joined": _("%(person)s joined %(studio)s."),
    "member_left": _("%(person)s left %(studio)s."),
    "rule_told": _("%(person)s set off a rule of yours: %(rule)s"),
    "message_received": _("%(person)s wrote to you about %(subject)s."),
    "message_held": _("A message about %(subject)s waits for you to look at it."),
    "conversation_reported": _("A conversation about %(subject)s was reported: %(reason)s"),
    "work_needed": _("%(person)s needs your answers before %(offer)s can begin."),
    "work_begun": _("%(person)s has begun with %(offer)s."),
    "work_ordered": _("%(person)s ordered %(offer)s."),
    "work_funded": _("%(person)s set the money for %(offer)s aside. You can begin."),
    "work_ending": _("%(person)s ended %(offer)s. Claim the money in time if you have worked for it."),
    "work_claimed": _("%(person)s claims the money for %(offer)s. Please answer."),
    "work_dropped": _("%(person)s took %(offer)s out of the project."),
    "work_required": _("%(person)s gave what you need for %(offer)s. You can begin."),
    "work_delivered": _("%(person)s delivered %(offer)s. Please look at it."),
    "work_sent_back": _("%(person)s asks for a revision of %(offer)s."),
    "work_extended": _("%(person)s takes more time to look at %(offer)s."),
    "work_paid": _("%(offer)s was accepted: you have earned %(amount)s."),
    "work_accepted": _("%(offer)s counts as accepted: the time to look at it is over."),
    "work_ended": _("The order of %(offer)s was cancelled."),
    "work_disputed": _("A ruling is asked for about %(offer)s."),
    "work_ruled": _("It is decided what becomes of %(offer)s and its money."),
    "work_missing": _("%(person)s still waits for your answers about %(offer)s."),
    "work_due": _("%(offer)s for %(person)s is due soon."),
    "work_review": _("Please look at %(offer)s: soon it counts as accepted."),
    "work_change_proposed": _("%(person)s asks you to agree to a change of %(offer)s."),
    "work_change_agreed": _("%(person)s agreed: you have more time for %(offer)s."),
    "work_change_declined": _("%(person)s does not agree to your change of %(offer)s."),
    "work_change_lapsed": _("Nobody answered the change of %(offer)s that you asked for."),
    "proposal_invited": _("%(person)s invites you to apply for “%(subject)s”."),
    "proposal_made": _("%(person)s applied for your job “%(subject)s”."),
    "proposal_revised": _("%(person)s changed the proposal for “%(subject)s”."),
    "proposal_shortlisted": _("%(person)s put you on the short list for “%(subject)s”."),
    "proposal_talking": _("%(person)s wants to talk with you about “%(subject)s”."),
    "proposal_offered": _("%(person)s offers %(amount)s for “%(subject)s”. Please answer."),
    "proposal_accepted": _("%(person)s agreed: you have an agreement about “%(subject)s”."),
    "proposal_declined": _("%(person)s said no about “%(subject)s”."),
    "proposal_withdrawn": _("%(person)s took the proposal for “%(subject)s” back."),
    "proposal_expired": _("The offer for “%(subject)s” was not answered in time."),
    "proposal_job_over": _("The job “%(subject)s” is not open any more."),
    "work_to_rule": _("Two sides disagree about %(offer)s: a ruling waits for you."),
    "review_asked": _("How was it? You can review %(offer)s until %(date)s."),
    "review_reminded": _("Your review of %(offer)s is still missing. The time is over on %(date)s."),
    "review_published": _("%(person)s has reviewed you for %(offer)s."),
    "review_answered": _("%(person)s has answered your review of %(offer)s."),
    "review_hidden": _("The operator has hidden your review of %(offer)s: %(reason)s"),
    "review_to_judge": _("A review of %(offer)s waits for you to look at it."),
    "review_reported": _("A review of %(offer)s was reported: %(reason)s"),
    "level_reached": _("%(studio)s has reached the level “%(level)s”."),
    "level_shakes": _("%(studio)s will lose the level “%(level)s” on %(date)s unless its numbers are back."),
    "level_lost": _("%(studio)s has fallen to the level “%(level)s”."),
    "member_removed": _("%(person)s is no longer a member of %(studio)s."),
}


def sentence(kind: str, data: dict[str, Any]) -> str:
    """The notice in the current language. Amounts are stored as {"minor": 45000, "currency": "BDT"}.

    Raises KeyError for an unknown kind or a value that its sentence needs.
    """
    return str(SENTENCES[kind]) % {name: _shown(value) for name, value in data.items()}


def _shown(value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"minor", "currency"}:
        return Money(value["minor"], value["currency"]).display(current())
    if isinstance(value, int) and not isinstance(value, bool):
        return in_script(value, current())
    return str(value)
