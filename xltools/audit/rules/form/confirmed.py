"""What the form confirms: another rule that finds two numbers at odds must not accuse these."""

from __future__ import annotations

from xltools.audit.case import Case
from xltools.audit.claims.claim import Claim
from xltools.audit.rules.form.amounts import confirmed_amounts
from xltools.audit.rules.form.rates import confirmed_rates


def is_confirmed(case: Case, claim: Claim) -> bool:
    """True for an amount or a rate that the form has just so; never without a form."""
    return bool(case.forms) and (claim.line.index, claim.start) in case.once(_places)


def _places(case: Case) -> frozenset[tuple[int, int]]:
    claims = (*confirmed_amounts(case), *confirmed_rates(case))
    return frozenset((each.line.index, each.start) for each in claims)
