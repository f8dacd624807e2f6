"""What the ledger's keys are called on a sheet."""

from __future__ import annotations

from xltools.findings import Severity
from xltools.ledger.states import EXCLUDED, PASSED, RECEIVED, RETURNED, STATES

__all__ = ["STATES"]

SEVERITIES = {severity.key: severity.value for severity in Severity}
ORIGINS = {
    "form": "自评表",
    "sent": "与发出的表",
    "match": "与名册和版本",
    "across": "与其他项目",
    "file": "来件",
    "unit": "单位合计",
}
"""Where a finding comes from; the last two are no form's own."""

VERDICTS = {
    "accepted": "收下",
    "findings": "收下但有问题",
    "refused": "没有收",
    "duplicate": "重复",
    "ignored": "不理会",
    "gone": "已不在",
}
YES = "是"
CHOICES = (PASSED, RETURNED, EXCLUDED, RECEIVED)
"""States that a clerk gives; 已收 takes back what was said before."""

GRADES = ("优", "良", "中", "差")
"""Those of nearly all offices; others are counted as 其他."""

NO_UNIT = "（单位不明）"
ALL_UNITS = "（全部来件）"
