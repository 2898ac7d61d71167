"""The names of rights besides the verbs of a studio (`dhara.people.studios.rules.PERMISSIONS`)."""

from __future__ import annotations

EVERYBODY = "everybody"  # an answer for whoever comes
ACCOUNT = "account"  # whoever is signed in
BUYER = "buyer"  # the one who bought the thing in question
ADDRESSEE = "addressee"  # the one who was invited; others are told so
PROTECTED = "protected"  # who has a second factor; others are led elsewhere
OPERATOR = "operator"  # with the second factor proved in this session
SECRET = "secret"  # whoever knows the secret in the address; with a wrong one it is not there  # noqa: S105
STAGE = "stage"  # only in the midst of something that was begun in this session (a sign-in, a cart): here nobody
SIDES = "sides"  # the one who bought the work, and every member of the studio that does it
JUDGED = "judged"  # the two sides, and operators
HANDS = "hands"  # the one who bought it, and the members who do the work
BIDDERS = "bidders"  # the members who do the work; the buyer is told that it is for the other side
TALKERS = "talkers"  # the one who asked, and the members who answer
NOBODY = "nobody"  # the method is not served

Rights = tuple[str, str]
