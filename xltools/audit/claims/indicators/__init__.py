"""Indicators that a report tells of: targets, results, rates, scores; in sentences, lists, tables.

record     one claim, and a value with its place
labels     the words that say what is a target, a result, a rate, points
levels     under which 二级指标 a line stands
names      an indicator's name, and whether two names mean one indicator
labelled   “X”指标：预期指标值为…，实际完成…，完成率…; X44人，与预期目标一致，得2分
tails      counts, figure and verdict behind a target: 评查446件，合格437件，合格率97.98%，完成目标
plans      计划培训600人次，实际培训580人次: targets and results without these words
listed     a list of targets in one sentence: 手册50本以上、…；投诉率5%以内
tables     二级指标 | 三级指标 | 目标值 | 业绩值 | 得分
told       all of them as the form that they amount to
figures    so many of something, anywhere: 64所农村学校, 流失率9.27%
goals      goals of one chapter with the figures of another that answer them
quantities the same things counted in several places
surveys    how many were asked, how many were satisfied
satisfied  who is satisfied, and how much
deadlines  by when something must be done, and when it was
timing     when the work as a whole was done
"""

from __future__ import annotations

from xltools.audit.claims.indicators.record import IndicatorClaim, Said
from xltools.audit.claims.indicators.told import Told, find_claims, find_told

__all__ = ["IndicatorClaim", "Said", "Told", "find_claims", "find_told"]
