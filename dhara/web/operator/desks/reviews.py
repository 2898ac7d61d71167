"""Reviews: those held back or reported are judged here; what was decided stays in the transitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.kit.lifecycle.queries import history
from dhara.kit.locale.text import shorten
from dhara.people.conversations.rules import reasons_of
from dhara.trust.models import Review, ReviewReport
from dhara.trust.reviews import actions, rules
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime


class Outcome(forms.Form):
    """What came of a report: for whoever looks next."""

    outcome = TextField(label=_("What you found and did"), max_length=300, required=False)


class Reviews(Desk):
    list_display = ("written", "title_", "by_whom", "studio_", "stars_", "beginning", "standing")
    list_select_related = ("studio",)
    list_filter = (
        choice("state", _("state"), lambda: rules.REVIEW.choices(), lambda value: Q(status=value)),
        choice("reported", _("reports"), lambda: [("open", _("waiting for you"))], lambda _value: _reported()),
    )
    fields = (
        "title_", "by_whom", "side_", "studio_", "agreement", "stars_", "text_", "reasons", "written", "published",
        "answer", "standing",
    )  # fmt: skip
    readonly_fields = fields
    title_ = columns.plain("title", _("title"))
    studio_ = columns.plain("studio", _("studio"))
    stars_ = columns.plain("stars", _("stars"))
    side_ = columns.plain("side", _("who wrote it"))
    text_ = columns.plain("text", _("text"))
    search_fields = ("title", "name", "buyer_key")
    search_help_text = _("The title of the work, a name, or the buyer's complete address")
    called = _("Reviews")
    written = columns.when("written_at", _("written"))
    published = columns.when("published_at", _("published"))
    verbs = (
        Verb(
            "release",
            _("Let it through"),
            _("It is published now; or, where the other side has still time, together with theirs."),
            _("The review was let through."),
            lambda review, **rest: actions.let_through(review.pk, **rest),
            possible=lambda review: review.status == rules.HELD,
            icon="check",
        ),
        Verb(
            "hiding",
            _("Hide"),
            _("Nobody but its writer, who reads your reason, can see it; the numbers are counted again without it."),
            _("The review is hidden."),
            lambda review, **rest: actions.hide(review.pk, **rest),
            possible=lambda review: review.status in (rules.HELD, rules.PUBLISHED),
            reason=True,
            danger=True,
            icon="visibility_off",
        ),
        Verb(
            "showing",
            _("Show it again"),
            _("It was hidden by mistake: everybody can read it again, and it counts."),
            _("The review can be read again."),
            lambda review, **rest: actions.show(review.pk, **rest),
            possible=lambda review: review.status == rules.HIDDEN and review.exchange.status == rules.DONE,
            reason=True,
            icon="visibility",
        ),
    )

    @columns.column(_("by"))
    def by_whom(self, review: Review) -> str:
        return f"{review.name} ({review.get_side_display()})"

    @columns.column(_("text"))
    def beginning(self, review: Review) -> str:
        return shorten(review.text, 80) or "–"

    @columns.column(_("held for"))
    def reasons(self, review: Review) -> str:
        return " ".join(str(each) for each in reasons_of(review.held_for)) or "–"

    @columns.column(_("agreement"))
    def agreement(self, review: Review) -> Any:
        return columns.linked(review.exchange.engagement)

    @columns.column(_("state"))
    def standing(self, review: Review) -> SafeString:
        return columns.chip(review.state_words, review.status, waits=review.status == rules.HELD)

    def panels(self, thing: Review, request: HttpRequest) -> Iterator[Panel]:
        reports = thing.reports.select_related("account").order_by("id")
        yield Panel(
            _("Reports"),
            (_("when"), _("by"), _("reason"), _("what happened"), _("outcome")),
            [(localdatetime(r.at), columns.linked(r.account), r.get_reason_display(), r.text or "–", r.outcome or "–")
             for r in reports],
            _("Nobody has reported it."),
        )  # fmt: skip
        moves = [(localdatetime(m.at), str(rules.REVIEW.states[m.target]), m.reason or "–") for m in history(thing)]
        yield Panel(_("What was decided"), (_("when"), _("state"), _("reason")), moves, _("Nothing yet."))


class ReviewReports(Desk):
    list_display = ("made", "reason_words", "review_", "standing")
    list_select_related = ("review", "account")
    list_filter = (
        choice("state", _("state"), lambda: [("open", _("waiting for you"))], lambda _value: Q(handled_at=None)),
    )
    fields = ("linked_review", "by_whom", "made", "reason_words", "text_", "standing", "outcome_")
    readonly_fields = fields
    review_ = columns.plain("review", _("review"))
    text_ = columns.plain("text", _("text"))
    outcome_ = columns.plain("outcome", _("outcome"))
    called = _("Reports of reviews")
    made = columns.when("at", _("reported"))
    by_whom = columns.link("account", _("by"))
    linked_review = columns.link("review", _("review"))
    verbs = (
        Verb(
            "handling",
            _("Done with it"),
            _("The report leaves your list. What you write here is kept for whoever looks next."),
            _("The report is handled."),
            lambda report, **rest: actions.handle(report.pk, **rest),
            possible=lambda report: report.handled_at is None,
            form=Outcome,
            icon="check",
        ),
    )

    @columns.column(_("reason"))
    def reason_words(self, report: ReviewReport) -> str:
        return str(report.get_reason_display())

    @columns.column(_("state"))
    def standing(self, report: ReviewReport) -> SafeString:
        return columns.chip(_("done"), "done") if report.handled_at else columns.chip(_("waiting"), "pending")


def _reported() -> Q:
    return Q(pk__in=ReviewReport.objects.filter(handled_at=None).values("review"))


console.register(Review, Reviews)
console.register(ReviewReport, ReviewReports)
