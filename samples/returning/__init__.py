"""How samples/returned is made; see samples/build_returned.py."""
