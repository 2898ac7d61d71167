"""Re-exports the tables of this domain."""

from dhara.delivery.downloads.models import Download, DownloadFile, FileVersion, TierFile
from dhara.delivery.grants.models import Grant
from dhara.delivery.licences.models import Activation, FormerKey, Licence, LicenceTerms, PoolKey

__all__ = [
    "Activation",
    "Download",
    "DownloadFile",
    "FileVersion",
    "FormerKey",
    "Grant",
    "Licence",
    "LicenceTerms",
    "PoolKey",
    "TierFile",
]
