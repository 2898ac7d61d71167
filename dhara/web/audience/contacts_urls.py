"""Addresses of contacts, tags and fields."""

from __future__ import annotations

from django.urls import path

from dhara.web.audience.views import bulk, contact, contact_intake, contacts, import_uploads, imports, names

_ALL = "<str:handle>/audience/contacts/"
_ONE = f"{_ALL}<int:contact_id>/"
_TAGS = "<str:handle>/audience/tags/"
_FIELDS = "<str:handle>/audience/fields/"
_IMPORTS = "<str:handle>/audience/imports/"

urlpatterns = [
    path("<str:handle>/audience/", contacts.home, name="audience-home"),
    path(_ALL, contacts.index, name="audience-contacts"),
    path(f"{_ALL}new/", contacts.new, name="audience-contact-new"),
    path(f"{_ALL}tagging/", contacts.tagging, name="audience-tagging"),
    path(f"{_ALL}taggings/", bulk.asking, name="audience-tagging-all"),
    path(f"{_ALL}taggings/<int:tagging_id>/", bulk.one, name="audience-tagging-run"),
    path(f"{_ALL}taggings/<int:tagging_id>/progress/", bulk.progress, name="audience-tagging-progress"),
    path(f"{_ALL}taggings/<int:tagging_id>/cancellation/", bulk.cancellation, name="audience-tagging-cancellation"),
    path(f"{_ALL}intake/", contact_intake.asking, name="audience-contact-intake"),
    path(f"{_ALL}export.csv", contacts.export, name="audience-contacts-export"),
    path(_ONE, contact.contact, name="audience-contact"),
    path(f"{_ONE}details/", contact.details, name="audience-contact-details"),
    path(f"{_ONE}tags/", contact.tag, name="audience-contact-tag"),
    path(f"{_ONE}tags/<int:tag_id>/removal/", contact.untag, name="audience-contact-untag"),
    path(f"{_ONE}notes/", contact.note, name="audience-contact-note"),
    path(f"{_ONE}unsubscription/", contact.unsubscription, name="audience-contact-unsubscription"),
    path(f"{_ONE}revival/", contact.revival, name="audience-contact-revival"),
    path(f"{_ONE}erasure/", contact.erasure, name="audience-contact-erasure"),
    path(f"{_ONE}merging/", contact.merging, name="audience-contact-merging"),
    path(_TAGS, names.tags, name="audience-tags"),
    path(f"{_TAGS}<int:tag_id>/", names.tag, name="audience-tag"),
    path(f"{_TAGS}<int:tag_id>/removal/", names.tag_removal, name="audience-tag-removal"),
    path(_IMPORTS, imports.index, name="audience-imports"),
    path(f"{_IMPORTS}uploads/", import_uploads.files, name="audience-import-uploads"),
    path(f"{_IMPORTS}uploads/<uuid:upload_id>/", import_uploads.upload, name="audience-import-upload"),
    path(f"{_IMPORTS}<int:import_id>/", imports.one, name="audience-import"),
    path(f"{_IMPORTS}<int:import_id>/progress/", imports.progress, name="audience-import-progress"),
    path(f"{_IMPORTS}<int:import_id>/cancellation/", imports.cancellation, name="audience-import-cancellation"),
    path(f"{_IMPORTS}<int:import_id>/errors.csv", imports.problems, name="audience-import-errors"),
    path(_FIELDS, names.fields, name="audience-fields"),
    path(f"{_FIELDS}<int:field_id>/", names.field, name="audience-field"),
    path(f"{_FIELDS}<int:field_id>/removal/", names.field_removal, name="audience-field-removal"),
]
