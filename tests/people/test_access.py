"""Who may do what in a studio."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere
from dhara.people.access import queries
from dhara.people.models import Studio
from dhara.people.studios import rules
from tests.make import people

pytestmark = pytest.mark.django_db

# role: the verbs it has; written out, so that a change of the table is a change here too
TABLE = {
    "owner": set(rules.PERMISSIONS),
    "manager": set(rules.PERMISSIONS) - {"edit_members", "edit_gateways", "edit_payouts", "close_studio"},
    "editor": {"see_studio", "see_offers", "edit_offers", "publish_offers", "see_coupons", "edit_coupons"}
    | {"see_audience", "edit_letters", "do_work"},
    "support": {"see_studio", "see_offers", "see_orders", "see_buyers", "refund", "see_licences", "edit_licences"}
    | {"see_audience", "edit_contacts", "see_messages", "answer_messages", "do_work"},
    "viewer": {"see_studio", "see_offers", "see_orders", "see_money", "see_coupons"},
}


@pytest.mark.parametrize("role", list(rules.ROLES))
def test_each_role_has_its_verbs(role: str) -> None:
    place = people.studio()
    who = people.member(place, role=role).account
    viewer = queries.Viewer(who)
    assert {verb for verb in rules.PERMISSIONS if viewer.may(place, verb)} == TABLE[role]
    for verb in set(rules.PERMISSIONS) - TABLE[role]:
        with pytest.raises(NotAllowed):
            viewer.require(place, verb)


@pytest.mark.parametrize("nobody", [None, AnonymousUser(), "outsider", "inactive"])
def test_outsiders_do_not_even_learn_that_it_is_there(nobody: Any) -> None:
    place = people.studio()
    if nobody == "outsider":
        nobody = people.account()
    elif nobody == "inactive":
        nobody = people.member(place, role="owner").account
        nobody.is_active = False
    assert not any(queries.may(nobody, place, verb) for verb in rules.PERMISSIONS)
    with pytest.raises(NotFoundHere):
        queries.require(nobody, place, "see_studio")


def test_membership_of_another_studio_gives_nothing() -> None:
    cast = people.cast()
    other = people.studio(cast.karim, handle="karim")
    assert queries.role_in(cast.nadia, other) is None
    assert queries.role_in(cast.karim, cast.studio) is None


def test_unknown_verb_is_an_error_of_the_program() -> None:
    cast = people.cast()
    with pytest.raises(KeyError):
        queries.may(cast.nadia, cast.studio, "fly")


def test_a_suspended_studio_can_be_put_in_order_but_not_publish() -> None:
    cast = people.cast()
    Studio.objects.filter(pk=cast.studio.pk).update(status=rules.SUSPENDED)
    place = Studio.objects.get(pk=cast.studio.pk)
    assert queries.may(cast.nadia, place, "edit_offers")
    assert not queries.may(cast.nadia, place, "publish_offers")
    with pytest.raises(Conflict):
        queries.require(cast.nadia, place, "publish_offers")


def test_a_closed_studio_can_be_read_and_exported() -> None:
    cast = people.cast()
    cast.studio.status = rules.CLOSED
    verbs = {verb for verb in rules.PERMISSIONS if queries.may(cast.nadia, cast.studio, verb)}
    assert verbs == {verb for verb in rules.PERMISSIONS if verb.startswith(("see_", "export_"))} | {
        "ask_payouts",
        "edit_payouts",
        "refund",
        "answer_disputes",
    }


def test_one_query_per_studio_and_request(django_assert_num_queries: Any) -> None:
    cast = people.cast()
    viewer = queries.Viewer(cast.rafi)
    with django_assert_num_queries(1):
        assert viewer.may(cast.studio, "edit_offers")
        assert not viewer.may(cast.studio, "see_money")
        assert viewer.require(cast.studio, "publish_offers") == "editor"


def test_studios_of() -> None:
    cast = people.cast()
    assert list(queries.studios_of(cast.rafi)) == [cast.studio]
    assert not queries.studios_of(cast.karim).exists()
    assert not queries.studios_of(AnonymousUser()).exists()


def test_operator_needs_the_name_and_a_second_factor() -> None:
    boss = people.account("boss@example.com", is_staff=True)
    assert not queries.is_operator(boss)
    Authenticator.objects.create(user=boss, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not queries.is_operator(boss)
    Authenticator.objects.create(user=boss, type=Authenticator.Type.TOTP, data={})
    assert queries.is_operator(boss)
    assert queries.operator_actor(boss).kind == "operator"
    karim = people.account()
    Authenticator.objects.create(user=karim, type=Authenticator.Type.TOTP, data={})
    assert not queries.is_operator(karim)
    with pytest.raises(PermissionError):
        queries.operator_actor(karim)
