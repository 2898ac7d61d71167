"""The verbs of forms: those of the studio, and those of whoever fills one in."""

from dhara.audience.forms.actions.public import Given, confirm, expire_due, forget, see, submit
from dhara.audience.forms.actions.studio import close, copy, edit, make, publish, put_on_page, set_aside

__all__ = [
    "Given",
    "close",
    "confirm",
    "copy",
    "edit",
    "expire_due",
    "forget",
    "make",
    "publish",
    "put_on_page",
    "see",
    "set_aside",
    "submit",
]
