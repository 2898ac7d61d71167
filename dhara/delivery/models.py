"""Re-exports the tables of this domain."""

from dhara.delivery.downloads.models import Download, DownloadFile, FileVersion, TierFile
from dhara.delivery.grants.models import Grant

__all__ = ["Download", "DownloadFile", "FileVersion", "Grant", "TierFile"]
