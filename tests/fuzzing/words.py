"""Texts that readers stumble over: numbers that are none, signs nobody sees, words of our own machinery."""

from __future__ import annotations

from random import Random

NUMBERS = (
    "0", "-0", "-1", "1e309", "1e-400", "1E5", "NaN", "nan", "inf", "-Infinity", "0x10", "1_000", "١٥",
    "1,00,0", "1.2.3", "９９．５％", "100%", "1/0", "99999999999999999999", "0.1" + "0" * 400, "9" * 400, "9" * 5000,
    "1e999999999", "5-10", "≥95%", "≤-3", "±5", "①", "二十", "壹佰万元", "½", "1٫5", "+", "-", ".", "%",
)  # fmt: skip
SIGNS = (
    "\0", "\x01", "\x1f", "\x7f", "\x85", "\u00a0", "\u00ad", "\u200b", "\u200e", "\u202e", "\u2028", "\u2029",
    "\u3000", "\ufeff", "\ufffd", "\ufffe", "\ud800", "\U0001f4a3", "e\u0301", "\u0e49" * 30, "\r", "\n", "\r\n", "\t",
)  # fmt: skip
MACHINERY = (
    "=1+1", "=cmd|'/c calc'!A0", "@SUM(A1)", "+1", "{{ 1234567 * 7 }}", "{% for x in y %}", "{{", "%}", "{#",
    "</w:t></w:r></w:p>", "&lt;", "&#0;", "<!--", "]]>", "_x0000_", "_x000D_", "../../etc", "CON", "a/b\\c",
    "'; DROP TABLE form; --", "%s%n", "[[block]]", "C:\\", "~$表", "\"", "'", "`", "$A$1", "#DIV/0!", "xlt:",
)  # fmt: skip
TERMS = (
    "项目名称", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "合计", "总分", "全年预算数",
    "全年执行数", "执行率", "万元", "以上", "以内", "不低于", "2024年12月底前", "及时", "无", "/", "产出指标", "满意度指标", "（待补充）",
    "自评表", "部门", "个", "人次", "提高", "达成年度指标", "续表", "注：", "单位：元", "其中", "2023-02-30", "13月",
)  # fmt: skip


def word(chance: Random) -> str:
    """One of them, or some together, seldom very many."""
    kinds = (NUMBERS, SIGNS, MACHINERY, TERMS, TERMS)
    some = [
        chance.choice(chance.choice(kinds)) for _ in range(chance.choice((1, 1, 1, 2, 3, 6)))
    ]
    text = "".join(some)
    return text * chance.choice((40, 700)) if chance.random() < 0.02 else text


def xml_word(chance: Random) -> str:
    """One that an XML file can hold as UTF-8; markup in it stays markup, half of the time."""
    text = word(chance).encode("utf-8", "ignore").decode()
    return text if chance.random() < 0.5 else text.replace("&", "&amp;").replace("<", "&lt;")
