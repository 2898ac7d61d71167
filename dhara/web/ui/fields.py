"""A bound form field taken apart for <c-field>: one look for every widget, and the ties that screen readers need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


class RichText(forms.Textarea):
    """A description: a plain textarea that the studio's scripts turn into a small editor. Clean what it sends."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {
            "bold": _("Bold"),
            "italic": _("Italic"),
            "heading": _("Heading"),
            "list": _("List"),
            "numbers": _("Numbered list"),
            "quote": _("Quote"),
            "link": _("Link"),
            "url": _("Address of the link"),
        }
        super().__init__(
            {"data-editor": "", **{f"data-words-{name}": word for name, word in words.items()}, **(attrs or {})}
        )


CLASSES: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.HiddenInput, "hidden", ""),
    (forms.CheckboxSelectMultiple, "many", "checkbox checkbox-primary"),
    (forms.RadioSelect, "one", "radio radio-primary"),
    (forms.CheckboxInput, "check", "checkbox checkbox-primary"),
    (forms.Select, "line", "select"),
    (forms.Textarea, "line", "textarea"),
    (forms.FileInput, "line", "file-input"),
    (forms.Widget, "line", "input"),
)


@dataclass(frozen=True, slots=True)
class FieldParts:
    """`kind`: hidden, line, check (label after the box), one or many (a group with a legend)."""

    bound: Any
    kind: str
    id: str
    widget: SafeString
    label: str | Promise
    help: str | Promise
    help_id: str
    errors: list[str]
    error_id: str
    optional: bool
    options: list[Any]


def field_parts(bound: Any) -> FieldParts:
    """`bound` is a Django BoundField; its own attributes win over ours."""
    widget = bound.field.widget
    kind, classes = next((kind, classes) for cls, kind, classes in CLASSES if isinstance(widget, cls))
    html_id = bound.id_for_label or bound.auto_id or f"id_{bound.html_name}"
    help_id, error_id = f"{html_id}_help", f"{html_id}_error"
    described = [error_id] * bool(bound.errors) + [help_id] * bool(bound.help_text)
    extra = widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": f"{classes} {extra}".strip()}
    if described and kind not in {"one", "many"}:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    grouped = kind in {"one", "many"}
    if grouped:
        widget.attrs = {**widget.attrs, **attrs}
    return FieldParts(
        bound=bound,
        kind=kind,
        id=html_id,
        widget=SafeString("") if grouped else bound.as_widget(attrs=attrs),
        label=bound.label,
        help=bound.help_text,
        help_id=help_id if bound.help_text else "",
        errors=list(bound.errors),
        error_id=error_id,
        optional=not bound.field.required and kind in {"line", "one"} and getattr(bound.field, "says_optional", True),
        options=list(bound.subwidgets) if grouped else [],
    )
