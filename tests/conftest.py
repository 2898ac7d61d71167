"""What every test stands on: a real PostgreSQL, a data folder of its own, a cache that forgets, a clock that stops."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

if TYPE_CHECKING:
    from tests.make.people import Cast

_session = ExitStack()
# Everywhere as in CI: the same examples each time, and no test that fails because the machine is busy.
settings.register_profile("dhara", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dhara")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before Django reads it: pyproject.toml names no settings, as they would be read earlier.

    Under xdist only the controller starts the database; its workers inherit DATABASE_URL and each makes a test
    database of its own in it.
    """
    config.add_cleanup(_session.close)
    if not hasattr(config, "workerinput"):
        data = Path(tempfile.mkdtemp(prefix="dhara-test-"))
        data.chmod(0o755)  # as root, PostgreSQL runs as somebody else, who must pass through
        (data / "static").mkdir()  # whitenoise warns where there is none
        _session.callback(shutil.rmtree, data, ignore_errors=True)
        os.environ["DHARA_DATA"] = str(data)
        os.environ["DHARA_SANDBOX"] = "1"
        if not os.environ.get("DATABASE_URL"):
            from dhara.cli import database

            os.environ["DATABASE_URL"] = _session.enter_context(database.in_use(data, database.FORGETFUL))
    os.environ["DJANGO_SETTINGS_MODULE"] = "dhara.config.settings"
    django.setup()
    _let_tables_be_emptied()
    if hasattr(config, "workerinput"):
        _have_a_cache_of_its_own(config.workerinput["workerid"].removeprefix("gw"))
        _copy_the_database(config.workerinput["template"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The controller of xdist tells each worker which database to copy; the first asks for it to be made."""
    node.workerinput["template"] = _template(node.config.stash[blocking_manager_key])


@cache
def _template(guard: DjangoDbBlocker) -> str:
    """A test database that has its tables: copying it is far quicker than making the tables once for each process."""
    from django.db import connection

    own = connection.settings_dict["NAME"]

    def drop() -> None:
        with guard.unblock():
            connection.creation.destroy_test_db(own, verbosity=0)

    with guard.unblock():
        name: str = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    _session.callback(drop)
    return name


def _copy_the_database(name: str) -> None:
    from django.conf import settings

    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = name


def _have_a_cache_of_its_own(number: str) -> None:
    """Each process clears the cache before each test, so processes that share a Valkey use databases of their own.

    In the settings, not in the environment: pytest-django has read that before any conftest of a worker is asked.
    """
    from django.conf import settings

    wanted = settings.CACHES["default"]
    if url := wanted.get("LOCATION"):
        wanted["LOCATION"] = os.environ["CACHE_URL"] = f"{url.rstrip('/')}/{number}"


def _let_tables_be_emptied() -> None:
    """Append-only tables refuse TRUNCATE, but pytest-django empties all tables after a test with real commits."""
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"]["options"] = "-c dhara.may_truncate=yes"


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Files land in the test's own folder; nothing is cached from the test before; texts are English."""
    from django.core.cache import cache as kept
    from django.utils import translation

    from dhara.money.ledger.actions import forget_accounts

    settings.MEDIA_ROOT = tmp_path / "files"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    kept.clear()
    forget_accounts()
    with translation.override("en"):
        yield


@pytest.fixture
def now() -> datetime:
    """A moment to pass as `at=`: 2026-03-02 10:00 in Dhaka, a Monday."""
    return datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    """Nadia with her studio, Rafi, Mitu and Karim; the test says that it needs tables."""
    from tests.make import people

    return people.cast()


@pytest.fixture
def frozen(now: datetime) -> Iterator[Any]:
    """The clock of the doors stands at `now`; move it with `frozen.shift(seconds)` or `frozen.move_to(when)`."""
    import time_machine

    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _leave_no_jobs(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """What a test with real commits leaves in the queue, later ones would run: Django empties its own tables only."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        from tests.make.race import forget_jobs

        with django_db_blocker.unblock():
            forget_jobs()


# pytest-playwright: Debian's Chromium, quiet and offline but for what a test opens.
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": chromium() or "chromium",
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


def chromium() -> str | None:
    """Where Chromium is, if anywhere."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests say why they are not run where there is no Chromium; DHARA_REQUIRE_BROWSER=1 lets them fail."""
    if chromium() or os.environ.get("DHARA_REQUIRE_BROWSER") == "1":
        return
    reason = pytest.mark.skip(reason="Chromium is not installed here (Debian: apt-get install chromium)")
    for item in items:
        if "browser" in item.path.relative_to(Path(__file__).parent).parts[:1]:
            item.add_marker(reason)
