"""Notices, and what is sent by mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.kit import clock
from dhara.people.notices import actions, queries, rules
from dhara.people.notices.models import Notice
from dhara.web.account.forms.profile import MailChoices
from dhara.web.account.views.settings import account_of

PER_PAGE = 20
TONES = {"studio_suspended": "error", "offer_hidden": "error", "studio_closed": "muted", "studio_reinstated": "success"}


@require_GET
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    page: Page[Notice] = Paginator(queries.of(account.pk), PER_PAGE).get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = [
        {"notice": notice, "text": rules.sentence(notice.kind, notice.data), "tone": TONES.get(notice.kind, "")}
        for notice in page
    ]
    context = {"page": page, "rows": rows, "unread": queries.unread_count(account.pk)}
    return render(request, "account/notices.html", context)


@require_POST
@login_required
def reading(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    actions.mark_read(account_of(request).pk, at=clock.now())
    return redirect("account-notices")


@require_http_methods(["GET", "POST"])
@login_required
def mail(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    chosen = [topic for topic, wanted in queries.mail_choices(account.pk).items() if wanted]
    form = MailChoices(request.POST if request.method == "POST" else None, initial={"wanted": chosen})
    if request.method == "POST" and form.is_valid():
        actions.choose_mail(account.pk, wanted=form.cleaned_data["wanted"])
        messages.success(request, _("Saved. Receipts and warnings about your account are always sent."))
        return redirect("account-home")
    return render(request, "account/mail.html", {"form": form})
