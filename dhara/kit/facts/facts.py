"""The base of all facts: a frozen dataclass of ids and plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

REGISTRY: dict[str, type[Fact]] = {}


@dataclass(frozen=True)
class Fact:
    """Something that happened. Subclasses live in `<concept>/facts.py` and hold only ids, numbers and strings.

    `subject` names the field with the id of what it is about (`"order_id"` makes the subject `order:<id>`).
    `words` is how it reads in the chain, a translatable sentence with the fields as `%(name)s`.
    """

    subject: ClassVar[str] = ""
    words: ClassVar[Any] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        REGISTRY[cls.label()] = cls

    @classmethod
    def label(cls) -> str:
        """`<domain>.<Name>`, the name under which the fact is stored, hooked and shown."""
        parts = cls.__module__.split(".")
        return f"{parts[1] if parts[0] == 'dhara' and len(parts) > 1 else parts[0]}.{cls.__name__}"

    def data(self) -> dict[str, Any]:
        return asdict(self)

    def about(self) -> str:
        if not self.subject:
            return ""
        return f"{self.subject.removesuffix('_id')}:{getattr(self, self.subject)}"


def load(label: str, data: dict[str, Any]) -> Fact:
    """The fact as it was recorded. Raises KeyError for a label that no code knows."""
    return REGISTRY[label](**data)
