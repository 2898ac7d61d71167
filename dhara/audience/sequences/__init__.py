"""Sequences: letters and steps that follow each other, for each contact at their own time.

A `Sequence` has numbered, immutable `SequenceVersion`s, whose graph is JSON nodes; people stay on the version on which
they entered, unless they are moved. An `Enrolment` is one passage of one contact; a `Step` each visit of a node.
Finishing a step and arming the next is one transaction; letters go through `sending.Delivery`.

Invariants: one active enrolment per sequence and contact; (sequence, contact, rotation) and (enrolment, node, visit)
are unique; a step's effect happens once, whoever is killed when.
"""
