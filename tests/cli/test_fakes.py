"""`bin/up --fakes`: which fakes there are, where they listen, what is said where there are none."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from dhara.cli import fakes, surroundings
from dhara.cli.banner import banner
from dhara.cli.commands import fakes as command
from dhara.cli.complaint import Complaint
from dhara.cli.main import parse
from dhara.money.gateways import queries
from dhara.money.models import GatewayAccount


def test_without_the_tests_folder_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fakes, "FOLDER", tmp_path / "tests" / "fakes")
    with pytest.raises(Complaint, match="no fakes of gateways"):
        fakes.chosen(fakes.ALL)


def test_unknown_fakes_are_named() -> None:
    with pytest.raises(Complaint, match=r"There is no fake of gold\. There are: .*stripe"):
        fakes.chosen("stripe,gold")
    assert fakes.chosen("stripe") == ["stripe"]
    assert set(fakes.chosen(fakes.ALL)) >= {"stripe", "sslcommerz", "nagad"}


def test_each_has_an_address_of_its_own_past_what_is_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        fakes_port = fakes.FIRST_PORT
        try:
            fakes.FIRST_PORT = port
            found = fakes.addresses(["a", "b"])
        finally:
            fakes.FIRST_PORT = fakes_port
    assert len(set(found.values())) == 2
    assert f"http://127.0.0.1:{port}" not in found.values()


def test_they_are_told_where_notices_go_and_end_with_their_supervisor() -> None:
    words = fakes.command("stripe", "http://127.0.0.1:9107", "http://localhost:8000")
    assert words[1:] == [
        "-m", "dhara.cli.fakes", "tests.fakes.stripe", "--port", "9107",
        "--notify", "http://localhost:8000/hooks/stripe/",
    ]  # fmt: skip


def test_where_they_are_is_written_down(tmp_path: Path) -> None:
    assert fakes.kept(tmp_path) == {}
    fakes.keep(tmp_path, {"stripe": "http://127.0.0.1:9101"})
    assert fakes.kept(tmp_path) == {"stripe": "http://127.0.0.1:9101"}
    shown = banner("http://localhost:8000", demo=False, data=tmp_path, fakes=fakes.kept(tmp_path))
    assert "http://127.0.0.1:9101/" in shown


def test_up_knows_the_option() -> None:
    assert [parse(["up", *words])[1].fakes for words in ([], ["--fakes"], ["--fakes", "stripe"])] == [
        "",
        "all",
        "stripe",
    ]


def test_accounts_are_opened_with_the_keys_that_each_fake_knows(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(surroundings, "django_ready", nullcontext)
    for _again in range(2):
        _command, options = parse(["fakes"])
        assert command.run(options) == 0
    assert "stripe: test account ready" in capsys.readouterr().out
    opened = {account.gateway: account for account in GatewayAccount.objects.all()}
    assert set(opened) >= {"stripe", "sslcommerz", "nagad"}
    assert not any(account.live for account in opened.values())
    assert queries.opened(opened["stripe"]).values == fakes.test_keys("stripe")


def test_they_are_for_a_sandbox_only(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(surroundings, "django_ready", nullcontext)
    settings.SANDBOX = False  # type: ignore[attr-defined]
    with pytest.raises(Complaint, match="sandbox only"):
        command.run(parse(["fakes", "stripe"])[1])
