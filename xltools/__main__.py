"""`python -m xltools` is the command `xltools`."""

from xltools.cli import entry_point

if __name__ == "__main__":
    entry_point()
