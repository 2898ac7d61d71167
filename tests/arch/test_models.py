"""Tables point down the tiers, and change only by actions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.management import call_command
from django.db.models import ForeignObject, Model

TIERS = [
    {"config"},
    {"web", "api", "cli"},
    {"reactions"},
    {"insights"},
    {"trust"},
    {"delivery"},
    {"work"},
    {"checkout", "audience"},
    {"catalog"},
    {"money"},
    {"people"},
    {"kit"},
]
HEIGHT = {name: len(TIERS) - rank for rank, names in enumerate(TIERS) for name in names}


def _domain(model: type[Model]) -> str | None:
    package, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if package == "dhara" else None


def _models() -> Iterator[type[Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if _domain(model))


def test_every_domain_has_a_tier() -> None:
    domains = {_domain(model) for model in _models()}
    assert domains <= set(HEIGHT)
    assert {"kit", "people", "money", "catalog", "checkout", "audience", "work", "delivery"} <= domains


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in _models():
        for field in model._meta.get_fields():
            here, there = _domain(model), isinstance(field, ForeignObject) and _domain(field.related_model)
            if here and there and there != here and HEIGHT[there] >= HEIGHT[here]:
                wrong.append(f"{model._meta.label}.{field.name} → {there}")
    assert not wrong


def test_nothing_hidden_happens_on_save() -> None:
    overridden = []
    for model in _models():
        for name in ("save", "delete", "save_base"):
            owner = next(base for base in model.__mro__ if name in vars(base))
            overridden += [f"{owner.__name__}.{name}"] if owner.__module__.startswith("dhara.") else []
    assert not overridden


def test_no_generic_foreign_key() -> None:
    assert not [m for m in _models() if any(isinstance(f, GenericForeignKey) for f in m._meta.private_fields)]


@pytest.mark.django_db
def test_migrations_are_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
