"""What the schema says of contacts, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

CONTACT_WORDS: Final = frozenset(
    {
        gettext_noop("Contacts"),
        gettext_noop("A studio's contacts"),
        gettext_noop("The latest first, with their tags and fields."),
        gettext_noop("Add or change a contact, by its address"),
        gettext_noop("Twice is once. Without `agreed` a new one gets no letters; nobody who left is brought back."),
        gettext_noop("One contact"),
        gettext_noop("Not found once it was erased."),
        gettext_noop("Put tags on a contact, and take some off"),
        gettext_noop("By name. What is there already, or not there, is no error."),
        gettext_noop("Send a contact no more letters"),
        gettext_noop("Only they themselves can subscribe again."),
        gettext_noop("Erase a contact for good"),
        gettext_noop("Everything about them goes; a keyed hash of the address keeps them from being written to again."),
        gettext_noop("The tags of a studio"),
        gettext_noop("All of them, by name."),
        gettext_noop("Make a tag"),
        gettext_noop("A studio has each name once, however it is written."),
        gettext_noop("What a studio wants to know of its contacts"),
        gettext_noop("The keys are those of `fields` in a contact."),
        gettext_noop("The beginning of a name or an address."),
        gettext_noop("Only those in this state."),
        gettext_noop("Only those with the tag of this name."),
        gettext_noop("null leaves it as it is."),
        gettext_noop("Values by the key of the field; null empties."),
        gettext_noop("Put on; missing ones are made."),
        gettext_noop("They agreed to letters, as `words` say."),
        gettext_noop("When and how they agreed; it is kept."),
        gettext_noop("Kept with the consent."),
        gettext_noop("The contact's own address: proof that it is meant."),
        gettext_noop("Only subscribed ones get letters."),
        gettext_noop("When they last did something."),
    }
)
