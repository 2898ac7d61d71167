"""Mail: every letter is a row before it is sent, so none is lost and none is written twice.

A letter is `queued` → `sending` → `sent`; a temporary failure puts it back to `queued` with a growing pause, a
permanent one makes it `failed`; one that must not or can not be sent is `suppressed`. Without EMAIL_URL letters are
"sent" into the local outbox, where they can be read.

Invariants: the key is unique (posting twice writes once); subject, bodies and Message-ID are fixed when the letter
is posted; at most one worker sends a letter at a time, and one that takes over after a crash sends the same
Message-ID, so that a receiving server can drop the copy.
"""
