"""Remarks on a report that does not fit the forms it was made from."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class FormCode(Catalogue):
    """T5xx: the report against the 自评表."""

    NUMBER_DIFFERS = ("T501", E,
        "写的是{claim}，按自评表应为{against}。",
        "请核对；数据有变化的先改自评表，再重新生成报告。")
    TEXT_NUMBER_DIFFERS = ("T502", W,
        "写的是{claim}，自评表“{label}”里写的是{against}。",
        "请核对哪个正确，两处应一致。")
