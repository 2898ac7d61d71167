"""Let a timer fire, if what it waited for has not happened in the meantime."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.utils.module_loading import import_string

from dhara.kit.actor import SYSTEM
from dhara.kit.lifecycle.models import Living
from dhara.kit.lifecycle.rules import REGISTRY


def fire(lifecycle: str, timer: str, thing_id: int, version: int, *, at: datetime) -> bool:
    """Call the timer's action when the thing is still in the state and version that started it."""
    table = REGISTRY[lifecycle]
    due = next((each for each in table.timers if each.name == timer), None)
    if due is None:
        return False
    waiting = _model(lifecycle)._base_manager.filter(pk=thing_id, status=due.state, version=version).exists()
    if waiting:
        import_string(due.action.replace(":", "."))(thing_id, by=SYSTEM, at=at)
    return waiting


def _model(lifecycle: str) -> type[Living]:
    for model in apps.get_models():
        if issubclass(model, Living) and any(table.name == lifecycle for table in model.tables()):
            return model
    raise LookupError(lifecycle)
