"""One file per resource. Each view is behind `doors.member(verb)`."""
