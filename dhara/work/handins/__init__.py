"""Files that are handed in with work: taken in, shown small and marked until the work is paid, then opened.

A file waits as an upload of the kit until a step takes it along (`engagements.actions.act`); one that never goes along
is thrown away after two days. Its type is what its content says. What a worker delivers opens to the buyer when the
work is accepted, or divided with a part for the worker; before that the buyer sees a watermarked picture of it, drawn
by a job after the delivery, or its name and size. Nothing of cancelled work opens.
"""
