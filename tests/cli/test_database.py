"""The embedded PostgreSQL starts, is shared, stops, and comes back after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from dhara.cli import binaries, database, surroundings, system_user
from dhara.cli.complaint import Complaint


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("data")
    for step in (folder, folder.parent, folder.parent.parent):
        step.chmod(0o755)
    yield folder
    database.Cluster(folder / "postgres").stop()


def _ask(url: str, question: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return str(row[0])


def _postmaster(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))


def test_starts_in_utf8_behind_a_closed_door_and_stops(data: Path) -> None:
    with database.in_use(data) as url:
        assert _ask(url, "SHOW server_encoding") == "UTF8"
        assert _ask(url, "SHOW synchronous_commit") == "on"
        assert _ask(url, "SHOW listen_addresses") == ""
        assert _ask(url, "SELECT to_tsvector('simple', 'স্ট্যাম্প')") == "'স্ট্যাম্প':1"
        assert (data / "postgres").stat().st_mode & 0o077 == 0
    assert not database.Cluster(data / "postgres").running()


def test_second_user_shares_it_and_the_last_one_stops_it(data: Path) -> None:
    with database.in_use(data, database.FORGETFUL):
        first = _postmaster(data).pid
        with database.in_use(data, database.FORGETFUL) as url:
            assert _ask(url, "SELECT 1") == "1"
            assert _postmaster(data).pid == first
        assert database.Cluster(data / "postgres").running()
    assert not database.Cluster(data / "postgres").running()


def test_another_process_keeps_it_alive(data: Path) -> None:
    code = (
        "import sys, pathlib; from dhara.cli import database\n"
        "with database.in_use(pathlib.Path(sys.argv[1]), database.FORGETFUL): print('in', flush=True); sys.stdin.read()"
    )
    with database.in_use(data, database.FORGETFUL):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = [surroundings.dhara()[0], "-c", code, str(data)]
        with subprocess.Popen(command, env=surroundings.for_children(), **pipes) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"in\n"
            other.kill()  # leaves no count behind: its lock dies with it
    assert not database.Cluster(data / "postgres").running()


def test_recovers_after_everything_was_killed(data: Path) -> None:
    with database.in_use(data) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('paid')")
        postmaster = _postmaster(data)
        for process in [postmaster, *postmaster.children()]:
            os.kill(process.pid, signal.SIGKILL)
        postmaster.wait(5)
    assert (data / "postgres" / "postmaster.pid").exists()
    with database.in_use(data) as url:
        assert _ask(url, "SELECT word FROM kept") == "paid"


def test_starts_although_its_old_number_belongs_to_somebody_else(data: Path) -> None:
    with database.in_use(data, database.FORGETFUL):
        pid_file = data / "postgres" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with database.in_use(data, database.FORGETFUL) as url:
        assert _ask(url, "SELECT 1") == "1"


def test_folder_with_a_path_too_long_for_a_socket(data: Path) -> None:
    deep = data / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with database.in_use(deep, database.FORGETFUL) as url:
        assert _ask(url, "SELECT 1") == "1"
        socket = Path(url.partition("?host=")[2])
        assert socket.stat().st_mode & 0o077 == 0
    assert not socket.exists()


def test_says_why_it_does_not_start(data: Path) -> None:
    with (
        pytest.raises(Complaint, match="(?s)did not start.*shared_buffers"),
        database.in_use(data, {**database.FORGETFUL, "shared_buffers": "nonsense"}),
    ):
        pass


def test_refuses_data_of_an_unknown_version(data: Path) -> None:
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Complaint, match="PostgreSQL 9"):
        binaries.binaries(data)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the folder to another user")
def test_root_hands_it_to_a_user_of_the_system(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.chmod(0o700)  # as mktemp makes it
    with database.in_use(data, database.FORGETFUL):
        assert _postmaster(data).uids().real != 0
    assert f"chmod o+x {data}" in capsys.readouterr().err
    assert system_user.for_folder(data / "postgres").uid == (data / "postgres").stat().st_uid
