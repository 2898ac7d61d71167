"""Behind the link of the letter: a page with a button. Only the button confirms anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dhara.audience.forms import actions, queries, rules
from dhara.audience.forms.models import Submission
from dhara.checkout.orders.mail import library_url
from dhara.checkout.orders.queries import given_by
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.web.ui.limits import address_of, limited
from dhara.web.ui.secrecy import private

# What was promised is put into the library by a worker: until then the page looks again by itself.
SOON: Final = timedelta(minutes=1)


@csrf_exempt  # the secret in the address is the right, and the letter may be opened where no cookies are kept
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("confirm", 60, 600)
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    submission = queries.submission_at(token)
    if submission is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.confirm(token, ip=address_of(request) or None, by=Viewer(request.user).actor, at=clock.now())
        except NotFoundHere as gone:
            raise Http404 from gone
        except Refused as refusal:
            return _page(request, submission, refusal)
        return redirect("form-confirmation", token=token)
    return _page(request, submission)


def _page(request: HttpRequest, submission: Submission, refusal: Refused | None = None) -> HttpResponse:
    form, at = submission.form, clock.now()
    done = submission.status == rules.CONFIRMED
    order = None
    if done and form.magnet_id and submission.contact_id:
        order = given_by(rules.magnet_key(form.magnet_id, submission.contact_id))
    fresh = submission.confirmed_at is not None and at < submission.confirmed_at + SOON
    language = (get_language() or "en")[:2]
    context = {
        "submission": submission,
        "studio": form.studio,
        "magnet": form.magnet,
        "words": form.texts.get(language) or rules.usual_words(language),
        "tone": form.look.get("tone", rules.PAPER),
        "done": done,
        "library": library_url(order) if order else "",
        "looks_again": done and form.magnet_id and order is None and fresh,
        "refusal": refusal,
    }
    return render(request, "subscriber/confirmation.html", context, status=refusal.status if refusal else 200)
