"""Addresses of segments and rules."""

from __future__ import annotations

from django.urls import path

from dhara.web.audience.views import automations, segments

_SEGMENTS = "<str:handle>/audience/segments/"
_SEGMENT = f"{_SEGMENTS}<int:segment_id>/"
_RULES = "<str:handle>/audience/rules/"
_RULE = f"{_RULES}<int:rule_id>/"

urlpatterns = [
    path(_SEGMENTS, segments.index, name="audience-segments"),
    path(f"{_SEGMENTS}new/", segments.new, name="audience-segment-new"),
    path(f"{_SEGMENTS}count/", segments.count, name="audience-segment-count"),
    path(_SEGMENT, segments.segment, name="audience-segment"),
    path(f"{_SEGMENT}edit/", segments.edit, name="audience-segment-edit"),
    path(f"{_SEGMENT}removal/", segments.removal, name="audience-segment-removal"),
    path(_RULES, automations.index, name="audience-rules"),
    path(f"{_RULES}new/", automations.new, name="audience-rule-new"),
    path(_RULE, automations.rule, name="audience-rule"),
    path(f"{_RULE}switch/", automations.switching, name="audience-rule-switch"),
    path(f"{_RULE}removal/", automations.removal, name="audience-rule-removal"),
]
