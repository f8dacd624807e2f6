"""Exact decimals as whole numbers: databases without decimals keep them, and floats would lose 分.

A worker makes them so that the one process that writes the ledger need not.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

MONEY, SCORE, RATE, NUMBER = 6, 4, 8, 6
"""Places that are kept: of 万元, points and scores, ratios, targets and results."""

_MOST = 2**63
_WIDE = Context(prec=999)
_FACTORS = {places: Decimal(10) ** places for places in range(13)}
_LIMITS = {places: Decimal(_MOST // 10**places) for places in range(13)}


def whole(value: Decimal | None, places: int) -> int | None:
    """Rounded half-up to so many places, in units of the last; None for what no column holds.

    >>> whole(Decimal("0.125"), 2), whole(Decimal("-0.125"), 2), whole(Decimal("1E+300"), 2)
    (13, -13, None)
    """
    if value is None:
        return None
    most = _LIMITS[places]
    try:
        if not -most < value < most:
            return None
    except InvalidOperation:  # NaN is neither above nor below
        return None
    return int(_WIDE.multiply(value, _FACTORS[places]).to_integral_value(ROUND_HALF_UP))


def exact(number: int | None, places: int) -> Decimal | None:
    """The decimal again.

    >>> exact(13, 2), exact(None, 2)
    (Decimal('0.13'), None)
    """
    return None if number is None else Decimal(number).scaleb(-places)
