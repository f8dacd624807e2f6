"""The finding that a unit's own total is not what the rules give."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class ScoreCode(Catalogue):
    """D5 the total as typed against the total as computed."""

    TOTAL_DIFFERS = ("D50", W,
        "自评总分 {typed}，按评分办法核算是 {score}，{more} {gap} 分。",
        "请逐项核对得分；核算的过程可用 xltools score 另存一份查看。")
    GRADE_DIFFERS = ("D50", E,
        "自评总分 {typed}（{typed_grade}），按评分办法核算是 {score}（{grade}），等级不同。",
        "请逐项核对得分；核算的过程可用 xltools score 另存一份查看。")
