"""`dhara operator EMAIL`: let a person into the operator's console; makes the account if there is none yet."""

from __future__ import annotations

import argparse
import getpass
from datetime import datetime
from typing import TYPE_CHECKING

from dhara.cli import surroundings
from dhara.cli.complaint import Complaint

if TYPE_CHECKING:
    from dhara.people.models import Account


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--remove", action="store_true", help="take the right away again")


def run(options: argparse.Namespace) -> int:
    with surroundings.django_ready():
        from dhara.kit import clock
        from dhara.kit.actor import SYSTEM
        from dhara.people.accounts import actions
        from dhara.people.models import Account

        at = clock.now()
        account = Account.objects.filter(email__iexact=options.email).first()
        if account is None:
            if options.remove:
                raise Complaint(f"There is no account with the address {options.email}.")
            account = _make(options.email, at)
        actions.appoint(account.pk, operator=not options.remove, by=SYSTEM, at=at)
    if options.remove:
        print(f"{options.email} is no operator any more.")
    else:
        print(f"{options.email} is an operator. Sign in, add a second factor in the settings, then open /operator/.")
    return 0


def _make(email: str, at: datetime) -> Account:
    """An account whose address needs no proof: who may run this command may do anything here."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from dhara.people.models import Account

    account = Account(email=email.strip().lower(), joined_at=at)
    try:
        validate_email(account.email)
        password = getpass.getpass(f"A password for {account.email}: ")
        validate_password(password, account)
    except ValidationError as error:
        raise Complaint(" ".join(error.messages)) from error
    if getpass.getpass("The same again: ") != password:
        raise Complaint("The two passwords differ; nothing was changed.")
    account.set_password(password)
    with transaction.atomic():
        account.save()
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account
