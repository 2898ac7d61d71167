"""Addresses of the studio's forms."""

from __future__ import annotations

from django.urls import path

from dhara.web.audience.views import asking, building

_ALL = "<str:handle>/audience/forms/"
_ONE = f"{_ALL}<int:form_id>/"

urlpatterns = [
    path(_ALL, asking.index, name="audience-forms"),
    path(f"{_ALL}new/", building.new, name="audience-form-new"),
    path(_ONE, asking.form, name="audience-form"),
    path(f"{_ONE}building/", building.building, name="audience-form-building"),
    path(f"{_ONE}state/", asking.state, name="audience-form-state"),
    path(f"{_ONE}page/", asking.placing, name="audience-form-page"),
    path(f"{_ONE}copy/", asking.duplicate, name="audience-form-copy"),
    path(f"{_ONE}code.svg", asking.code, name="audience-form-code"),
    path(f"{_ONE}submissions/", asking.submissions, name="audience-form-submissions"),
    path(f"{_ONE}submissions/export.csv", asking.export, name="audience-form-export"),
    path(f"{_ONE}submissions/<int:submission_id>/refusal/", asking.set_aside, name="audience-form-refusal"),
]
