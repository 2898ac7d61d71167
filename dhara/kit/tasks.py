"""All jobs of kit; Procrastinate looks for a module of this name in every app."""

from dhara.kit.facts import tasks as facts
from dhara.kit.files import tasks as files
from dhara.kit.lifecycle import tasks as lifecycle
from dhara.kit.mail import tasks as mail

__all__ = ["facts", "files", "lifecycle", "mail"]
