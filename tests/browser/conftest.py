"""What all browser tests need."""

from __future__ import annotations

import os

# Playwright's synchronous interface keeps an event loop in the thread of the tests, which Django takes for an
# asynchronous program. It is none; the database is used beside the browser, from its making to its end.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
