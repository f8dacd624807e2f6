"""Indicators that a report tells of: targets, results, rates, scores; in sentences, lists, tables.

record     one claim, and a value with its place
levels     under which 二级指标 a line stands
names      an indicator's name, and whether two names mean one indicator
labelled   “X”指标：预期指标值为…，实际完成…，完成率…; X44人，与预期目标一致，得2分
listed     a list of targets in one sentence: 手册50本以上、…；投诉率5%以内
tables     二级指标 | 三级指标 | 目标值 | 业绩值 | 得分
told       all of them as the form that they amount to
satisfied  who is satisfied, and how much
timing     deadlines, and when the work was done
"""

from __future__ import annotations

from xltools.audit.claims.indicators.record import IndicatorClaim, Said
from xltools.audit.claims.indicators.told import Told, find_claims, find_told

__all__ = ["IndicatorClaim", "Said", "Told", "find_claims", "find_told"]
