"""What people of an audience decide about themselves, with nothing but the link in a letter.

Leaving, coming back, name, language and whether single opens are seen are open to whoever has the letter. Their data
and their erasure need a second link, sent to the address itself: letters are passed on, and what is known of a person
is no business of whoever they passed one to.

Invariant: an unknown, damaged or outlived link answers like a good one where somebody wants to leave, and shows nothing
of anybody anywhere.
"""
