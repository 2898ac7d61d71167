"""Jobs: what somebody wants to have done, posted for all to see. Applying is free, always.

States: draft → open → hired | closed; `held` while an operator looks at a text that asks workers for money. An open
job that nobody touches is closed after a warning. Invariants: only an account with a proven address posts; the text
that workers see has passed the check of scams.
"""
