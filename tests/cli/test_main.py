"""The command line: every command exists, refusals are sentences, and shell scripts are sound."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dhara.cli import parts
from dhara.cli.banner import banner
from dhara.cli.complaint import Complaint
from dhara.cli.demo.accounts import ACCOUNTS
from dhara.cli.main import COMMANDS, main, parse

ROOT = Path(__file__).resolve().parents[2]
NEEDED = {
    "manage": ["check"],
    "story": ["sale"],
    "backup": ["x.tar"],
    "restore": ["x.tar"],
    "operator": ["x@dhara.example"],
}
MAPS = [parts.STORIES, parts.BENCHES, parts.WORLDS, parts.EXAMINATIONS, parts.DOCUMENTS]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_can_be_parsed(name: str) -> None:
    command, _ = parse([name, *NEEDED.get(name, [])])
    assert callable(command.run)


def test_no_command_is_forgotten() -> None:
    modules = {path.stem for path in (ROOT / "dhara/cli/commands").glob("*.py")} - {"__init__"}
    assert modules == set(COMMANDS)


def test_options_of_up() -> None:
    _, options = parse(["up", "--port", "8123", "--data", "there", "--no-demo"])
    assert (options.port, options.data, options.no_demo) == (8123, "there", True)


def test_django_gets_its_words_untouched() -> None:
    _, options = parse(["manage", "migrate", "--plan", "-v", "2"])
    assert options.words == ["migrate", "--plan", "-v", "2"]


def test_unknown_command_ends_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["nonsense"])
    assert ended.value.code == 2
    assert "up" in capsys.readouterr().err


def test_complaint_is_a_sentence_not_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "nonsense"]) == 1
    assert capsys.readouterr().err.startswith("dhara: There is no story “nonsense”.")


@pytest.mark.parametrize("dotted", [module for known in MAPS for module in known.values()])
def test_every_part_exists(dotted: str) -> None:
    importlib.import_module(dotted)


def test_part_that_is_not_there() -> None:
    with pytest.raises(Complaint, match="There are: one"):
        parts.load("story", {"one": "x"}, "two")


def test_banner_speaks_both_languages(tmp_path: Path) -> None:
    text = banner("http://localhost:8000", demo=True, data=tmp_path)
    assert "ধারা চালু আছে" in text
    assert "http://localhost:8000/" in text
    assert all(email in text for email, _, _ in ACCOUNTS)
    assert ACCOUNTS[0][0] not in banner("http://localhost:8000", demo=False, data=tmp_path)


@pytest.mark.parametrize("script", sorted((ROOT / "bin").iterdir()), ids=lambda path: path.name)
def test_script_is_executable_posix_shell(script: Path) -> None:
    assert script.read_text().startswith("#!/bin/sh\n")
    assert os.access(script, os.X_OK)
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_setup_says_which_python_it_needs(tmp_path: Path) -> None:
    """On a machine whose only Python is too old."""
    for folder in ("bin", "requirements", "tools"):
        (tmp_path / folder).mkdir()
    setup = tmp_path / "bin" / "setup"
    setup.write_text((ROOT / "bin/setup").read_text())
    tools = tmp_path / "tools"
    for name in ("dirname", "sh"):
        (tools / name).symlink_to(shutil.which(name) or name)
    old = tools / "python3"
    old.write_text(f'#!{tools}/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run([tools / "sh", setup], env={"PATH": str(tools)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer; found: Python 3.9.2" in done.stderr
