"""What a studio says about itself, and who works there."""

from __future__ import annotations

from typing import Any

from dhara.kit.files.models import StoredFile
from dhara.people.models import Invitation, Member, Studio
from tests.web.studio.place import Workplace, png, text

PROFILE = {"name": "Nadia Design", "currency": "USD", "language": "bn", "time_zone": "Europe/London"}


def save(work: Workplace, **changes: Any) -> Any:
    return work.nadia.post(f"{work.base}settings/profile/", {**PROFILE, **changes})


def studio() -> Studio:
    return Studio.objects.select_related("picture").get()


def test_the_profile_is_kept_with_links_and_pictures(work: Workplace) -> None:
    links = "Behance https://www.behance.net/nadia\nnadia.example"
    response = save(work, tagline="Cards", bio="Two\nlines", links=links, picture=png(), cover=png("c.png"))
    assert response.status_code == 302
    kept = studio()
    assert (kept.name, kept.currency, kept.time_zone) == ("Nadia Design", "USD", "Europe/London")
    assert [link["url"] for link in kept.links] == ["https://www.behance.net/nadia", "https://nadia.example"]
    assert kept.picture is not None
    page = work.nadia.get(f"{work.base}settings/").content.decode()
    assert "Behance https://www.behance.net/nadia" in page
    assert f"/media/{kept.picture_id}-" in page
    assert save(work).status_code == 302
    assert studio().picture_id == kept.picture_id


def test_wrong_input_is_named_and_kept(work: Workplace) -> None:
    cases = [
        ({"name": ""}, "This field is required"),
        ({"links": "Home javascript:alert(1)"}, "not a complete web address"),
        ({"currency": "DOGE"}, "not one of the available choices"),
        ({"time_zone": "Mars/Base"}, "not one of the available choices"),
        ({"picture": text("x.png", b"<svg onload=alert(1)>")}, "not a picture we can read"),
    ]
    for changes, words in cases:
        response = save(work, bio="Kept text", **changes)
        page = response.content.decode()
        assert response.status_code == 422, changes
        assert words in page, changes
        assert "Kept text" in page
    assert studio().name == "Nadia's studio"


def test_a_picture_is_thrown_away_when_the_rest_is_refused(work: Workplace) -> None:
    assert save(work, links="x " * 3 + "::", picture=png()).status_code == 422
    assert not StoredFile.objects.filter(state="ready").exists()


def test_the_address_changes_once(work: Workplace) -> None:
    response = work.nadia.post(f"{work.base}settings/address/", {"handle": "Nadia_Design"})
    assert response["Location"] == "/studio/nadia_design/settings/"
    again = work.nadia.post("/studio/nadia_design/settings/address/", {"handle": "nadia"})
    assert again.status_code == 422
    assert "a short while ago" in again.content.decode()


def test_people_are_invited_changed_removed_and_leave(work: Workplace) -> None:
    base = work.base
    assert work.nadia.post(f"{base}invitations/", {"email": "new@example.com", "role": "editor"}).status_code == 302
    invitation = Invitation.objects.get()
    assert "new@example.com" in work.nadia.get(f"{base}settings/").content.decode()
    work.nadia.post(f"{base}invitations/{invitation.pk}/withdrawal/")
    assert "new@example.com" not in work.nadia.get(f"{base}settings/").content.decode()
    assert work.nadia.post(f"{base}invitations/", {"email": "not an address", "role": "editor"}).status_code == 422
    assert work.nadia.post(f"{base}invitations/", {"email": "a@example.com", "role": "owner"}).status_code == 422

    editor = Member.objects.get(role="editor")
    work.nadia.post(f"{base}members/{editor.account_id}/role/", {"role": "support"})
    editor.refresh_from_db()
    assert editor.role == "support"
    assert work.nadia.post(f"{base}members/{editor.account_id}/role/", {"role": "king"}).status_code == 422
    assert work.clients["viewer"].post(f"{base}members/{editor.account_id}/departure/").status_code == 403
    work.nadia.post(f"{base}members/{editor.account_id}/departure/")
    assert not Member.objects.filter(pk=editor.pk).exists()
    viewer = Member.objects.get(role="viewer")
    assert work.clients["viewer"].post(f"{base}members/{viewer.account_id}/departure/").status_code == 302
    assert work.clients["viewer"].get(base).status_code == 404
    assert work.nadia.post(f"{base}members/{work.shop.owner.pk}/departure/").status_code in (409, 422)


def test_closing_wants_the_address(work: Workplace) -> None:
    url = f"{work.base}settings/closure/"
    refused = work.nadia.post(url, {"handle": "something"})
    assert refused.status_code == 422
    assert "type its address exactly" in refused.content.decode()
    assert studio().status == "open"
    assert work.nadia.post(url, {"handle": "nadia"}).status_code == 302
    assert studio().status == "closed"


def test_emails_of_colleagues_are_for_owners(work: Workplace) -> None:
    page = work.clients["viewer"].get(f"{work.base}settings/").content.decode()
    assert "nadia@example.com" not in page
    assert "Your page" not in page
