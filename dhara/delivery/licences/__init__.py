"""Licences: keys for software, one for each copy sold, and the machines on which they are used.

An offer of the kind `licence` has `LicenceTerms`: keys are made by a pattern, or taken from a list (`PoolKey`) that
the studio enters for each tier; the list is then what there is to sell. A `Licence` belongs to a grant, and is good
only while the grant is: that is asked each time. Machines are `Activation`s, at most `seats` at once.

Invariants: a key is unique within its offer, and one that was given, exchanged or taken out is never given again;
a licence never has more machines than seats.
"""
