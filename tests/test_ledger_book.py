"""The ledger as a whole."""

from xltools.ledger.book import Ledger


def test_a_run(ledger: Ledger) -> None:
    """Begin."""
    run = ledger.begin_run({"a": 1}, "r", "me")
    ledger.finish_run(run, {"files": 1})
