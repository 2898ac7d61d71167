"""Re-exports the tables of this domain."""

from dhara.audience.automations.models import AutomationRule
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.consents.models import Consent
from dhara.audience.contacts.models import Contact, ContactEvent, ContactImport, ContactTag, Field, Tag, Tagging
from dhara.audience.forms.models import Form, Showing, Submission
from dhara.audience.messages.models import Letterhead, Link, Message
from dhara.audience.segments.models import Segment
from dhara.audience.sending.models import Delivery, Flight, Lane, Pace, Provider, Returned, Slot, Slowdown, Touch, Turn
from dhara.audience.sequences.models import Enrolment, Intake, Sequence, SequenceVersion, Step, Trigger
from dhara.audience.suppression.models import Suppression
from dhara.audience.tracking.models import Unwatched

__all__ = [
    "AutomationRule",
    "Broadcast",
    "Consent",
    "Contact",
    "ContactEvent",
    "ContactImport",
    "ContactTag",
    "Delivery",
    "Enrolment",
    "Field",
    "Flight",
    "Form",
    "Intake",
    "Lane",
    "Letterhead",
    "Link",
    "Message",
    "Pace",
    "Provider",
    "Returned",
    "Segment",
    "Sequence",
    "SequenceVersion",
    "Showing",
    "Slot",
    "Slowdown",
    "Step",
    "Submission",
    "Suppression",
    "Tag",
    "Tagging",
    "Touch",
    "Trigger",
    "Turn",
    "Unwatched",
]
