"""The operator's console at /operator/, for operators who proved their second factor in this session; and the outbox
that everybody may read where Dhara runs as a sandbox.

`console.py` is the site and its door, `desks/` one desk (a list and a page) per thing, grouped as in the sidebar,
`desk.py` what they share, `verbs.py` what an operator may do. Nothing is edited in place: every change is a domain's
action behind a page that says what will happen, and asks for the reason where others will read it.
"""
