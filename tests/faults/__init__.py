"""A command whose n-th call to the system fails, or is its last: for every n until it runs through."""
