"""Re-exports the tables of this domain."""

from dhara.delivery.downloads.models import Download, DownloadFile, FileVersion, TierFile
from dhara.delivery.gigs.models import GigTerms, Package
from dhara.delivery.grants.models import Grant
from dhara.delivery.licences.models import Activation, FormerKey, Licence, LicenceTerms, PoolKey

__all__ = [
    "Activation",
    "Download",
    "DownloadFile",
    "FileVersion",
    "FormerKey",
    "GigTerms",
    "Grant",
    "Licence",
    "LicenceTerms",
    "Package",
    "PoolKey",
    "TierFile",
]
