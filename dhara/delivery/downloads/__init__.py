"""Downloads: the kind of offer that gives files.

A `DownloadFile` has numbered `FileVersion`s; a tier gives some or all of an offer's files (`TierFile`). Buyers get the
newest version, may still fetch older ones, and are told about new ones. Every request for bytes asks the grant again.
"""
