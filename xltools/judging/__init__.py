"""The book's returns against the roster, against what was sent out, and against each other."""
