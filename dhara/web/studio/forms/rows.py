"""Rows of a form that are added, taken out and moved, with scripts (formset.js, reorder.js) and without.

Each row sends its number under `<prefix>-order`; the rows stand in the order in which these arrive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import Refused

PRESSED = ("add", "up", "down")


if TYPE_CHECKING:
    FormSet = BaseFormSet[Any]
else:  # Django's own takes no parameters when it runs
    FormSet = BaseFormSet


class Rows(FormSet):
    """Each form has a `place` (its number) and says by `blank()` whether nobody filled it in."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.place = "__prefix__" if index is None else index

    def clean(self) -> None:
        if (self.management_form.cleaned_data.get("TOTAL_FORMS") or 0) < 0:
            raise forms.ValidationError(_("This form arrived incomplete. Please reload the page."))

    @property
    def ordered(self) -> list[Any]:
        """All rows as they stand on the page."""
        ranks = _ranks(self.data, str(self.prefix)) if self.is_bound else {}
        return sorted(self.forms, key=lambda form: ranks.get(str(form.place), len(ranks)))

    def kept(self) -> list[Any]:
        """The rows of a valid set without removed and empty ones."""
        deleted = self.deleted_forms
        return [form for form in self.ordered if form not in deleted and not form.blank()]

    def refuse(self, refusal: Refused, pattern: str, names: Mapping[str, str]) -> None:
        """Beside the field of the row that the action counted, else above all rows.

        `pattern` has the groups `row` and `name` for them; `names` says what a name of the action's is called here.
        """
        match, rows = re.fullmatch(pattern, refusal.field or ""), self.kept()
        if match and int(match["row"]) < len(rows):
            row, name = rows[int(match["row"])], names.get(match["name"], match["name"])
            row.add_error(name if name in row.fields else None, str(refusal.message))
        else:
            self.non_form_errors().append(str(refusal.message))


def made(
    form: type[forms.Form],
    prefix: str,
    most: int,
    *,
    base: type[Rows] = Rows,
    data: Mapping[str, Any] | None = None,
    rows: Sequence[Mapping[str, Any]] = (),
    **given: Any,
) -> Any:
    """Bound to `data`, or showing `rows` (raw values, as typed or as stored). `given` goes to each form."""
    kind = formset_factory(form, formset=base, extra=0, can_delete=True, max_num=most, absolute_max=most * 2)
    initial = None if data is not None else [dict(row) for row in rows]
    return kind(data, prefix=prefix, form_kwargs=given, initial=initial)


def typed(post: Any, prefix: str, most: int, lists: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows as they were typed, not checked, without the removed ones: to be shown again with one more or moved."""
    total = post.get(f"{prefix}-TOTAL_FORMS", "0")
    count = min(int(total), most * 2) if total.isdecimal() and len(total) < 4 else 0
    ranks, found = _ranks(post, prefix), []
    for place in sorted(range(count), key=lambda each: ranks.get(str(each), len(ranks))):
        start = f"{prefix}-{place}-"
        row = {name.removeprefix(start): post.get(name) for name in post if name.startswith(start)}
        row |= {name: post.getlist(f"{start}{name}") for name in lists}
        if not row.pop("DELETE", None):
            found.append(row)
    return found


def pressed(post: Any, rows: Callable[[], list[dict[str, Any]]], most: int, fresh: Mapping[str, Any]) -> Any:
    """The rows after one of the buttons PRESSED, else nothing: the form is to be saved."""
    if not set(PRESSED) & set(post):
        return None
    found = rows()
    if "add" in post and len(found) < most:
        found.append(dict(fresh))
    for verb, step in (("up", -1), ("down", 1)):
        here = post.get(verb, "")
        if here.isdecimal() and len(here) < 4 and int(here) < len(found):
            found.insert(max(0, min(int(here) + step, len(found) - 1)), found.pop(int(here)))
    return found


def _ranks(data: Any, prefix: str) -> dict[str, int]:
    """The place of each row's number; a number that came twice stands where it came first."""
    order = data.getlist(f"{prefix}-order") if hasattr(data, "getlist") else data.get(f"{prefix}-order", ())
    return {number: rank for rank, number in reversed(list(enumerate(order)))}
