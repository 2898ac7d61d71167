"""Addresses of sequences."""

from __future__ import annotations

from django.urls import path

from dhara.web.audience.views import (
    sequence,
    sequence_intake,
    sequence_people,
    sequence_publication,
    sequence_rehearsal,
    sequence_steps,
    sequences,
)

_ALL = "<str:handle>/audience/sequences/"
_ONE = f"{_ALL}<int:sequence_id>/"
_STEP = f"{_ONE}steps/<str:node>/"

urlpatterns = [
    path(_ALL, sequences.index, name="audience-sequences"),
    path(f"{_ALL}new/", sequences.new, name="audience-sequence-new"),
    path(_ONE, sequence.editor, name="audience-sequence"),
    path(f"{_ONE}settings/", sequence.settings, name="audience-sequence-settings"),
    path(f"{_ONE}state/", sequence.state, name="audience-sequence-state"),
    path(f"{_ONE}copy/", sequence_intake.copy, name="audience-sequence-copy"),
    path(f"{_ONE}undo/", sequence_steps.undo, name="audience-sequence-undo"),
    path(f"{_ONE}steps/new/", sequence_steps.new, name="audience-step-new"),
    path(_STEP, sequence_steps.step, name="audience-step"),
    path(f"{_STEP}move/", sequence_steps.move, name="audience-step-move"),
    path(f"{_STEP}copy/", sequence_steps.copy, name="audience-step-copy"),
    path(f"{_STEP}removal/", sequence_steps.removal, name="audience-step-removal"),
    path(f"{_ONE}publication/", sequence_publication.publication, name="audience-sequence-publication"),
    path(f"{_ONE}versions/", sequence_publication.versions, name="audience-sequence-versions"),
    path(f"{_ONE}versions/<int:version_number>/", sequence_publication.version, name="audience-sequence-version"),
    path(
        f"{_ONE}versions/<int:version_number>/restoration/",
        sequence_publication.restoration,
        name="audience-restoration",
    ),
    path(f"{_ONE}people/", sequence_people.people, name="audience-sequence-people"),
    path(f"{_ONE}people/intake/", sequence_intake.intake, name="audience-sequence-intake"),
    path(f"{_ONE}people/intakes/<int:intake_id>/", sequence_intake.state, name="audience-sequence-intake-state"),
    path(
        f"{_ONE}people/intakes/<int:intake_id>/cancellation/",
        sequence_intake.cancellation,
        name="audience-sequence-intake-cancellation",
    ),
    path(f"{_ONE}people/retrial/", sequence_people.retrial, name="audience-sequence-retrial"),
    path(f"{_ONE}people/<int:enrolment_id>/end/", sequence_people.end, name="audience-enrolment-end"),
    path(f"{_ONE}rehearsal/", sequence_rehearsal.rehearsal, name="audience-sequence-rehearsal"),
    path(f"{_ONE}rehearsal/letters/", sequence_rehearsal.letters_now, name="audience-sequence-letters"),
]
