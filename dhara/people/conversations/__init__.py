"""Conversations: a studio and somebody who asks, bought or works with it, about one subject.

A subject is a name and a number (`offer:5`, `order:12`, `studio:3`): this concept stands below what it names and
never looks there. Who may talk about a subject is decided by the doors and reactions that know it.

A conversation has two parties, the studio and the customer (an account, or a guest's proven address). A message is
shown at once, or held for the operator (`held_for` says why) until it is released or removed.

Invariants: what was written never changes and never goes away (the database refuses it); contact details in it are
masked for the other side when it is read, until both have agreed (`agreed_at`); a message that is held or removed is
shown to nobody but its writer and the operator; `shown_at` grows with each message that appears, so that
"read up to that moment" misses none.
"""
