"""All tables of kit."""

from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.files.models import Picture, StoredFile, Upload
from dhara.kit.lifecycle.models import Transition
from dhara.kit.mail.models import Letter

__all__ = ["Letter", "Picture", "Reaction", "RecordedFact", "StoredFile", "Transition", "Upload"]
