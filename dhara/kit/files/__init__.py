"""Files: what people upload or Dhara makes, kept in the storage under a key nobody can guess.

A `StoredFile` is `uploading` → `ready` → `deleted`; its name, size, checksum and sniffed type are fixed when it
becomes ready. An `Upload` is the way there: bytes arrive in any number of requests (tus 1.0) into a part file and
are checked when the last has come. A `Picture` is a stored file that was proven to be a raster image and encoded
anew (no metadata), with smaller renditions.

Invariants: a ready file has bytes, a SHA-256 and a key of its own; what was received is the smaller of the part
file's size and the row's offset, whatever crashed in between; nobody's file is ever shown inline as HTML or SVG.

Unlike other concepts this one has more files than design.md §3 names (links, ranges, tus, pictures, sniffing):
they are mechanisms for the doors above, not further concepts.
"""
