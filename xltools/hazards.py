"""What is told of a workbook beside its values: active things, formulas, what nobody sees.

In the shape of codes.py, and with its letter `A`: it is about reading the form at all.
"""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class HazardCode(Catalogue):
    """Every finding of `hosts.hazards`."""

    MACRO = ("A20", W,
        "文件里有宏或加载项（{what}）。本程序不运行它，保存时原样保留。",
        "自评表用不着宏。打开时请不要点“启用内容”；不是本单位加的，请另存为 .xlsx 后再报。")
    EMBEDDED = ("A21", W,
        "文件里嵌有对象或控件（{what}），双击会打开别的程序。本程序不打开它，保存时原样保留。",
        "请核对来源；与自评无关的请删去。")
    LINKED_ELSEWHERE = ("A22", W,
        "文件要从别处取内容（{what}）。本程序不去取，只用文件里已有的值。",
        "请改成数值（复制，选择性粘贴为数值），再在“数据—编辑链接”或“查询和连接”中断开。")
    STARTS_PROGRAM = ("A23", W,
        "文件里有 DDE（{what}），打开后可能启动别的程序。本程序不运行它。",
        "请不要点“更新链接”或“启用”；改成数值或删去这一格。")
    RISKY_LINK = ("A24", H,
        "有超链接指向程序或别的电脑（{what}）。", "请不要点击；与自评无关的请删去。")
    RESULT_LIES = ("A25", W,
        "公式 ={formula} 应得 {result}，表里存的却是 {shown}。",
        "请在 Excel 或 WPS 中打开，按 F9 重新计算并保存；不要改公式的结果。")
    RESULT_MISSING = ("A26", E,
        "公式 ={formula} 还没有计算结果，读不到数值。",
        "请用 Excel 或 WPS 打开，保存后再试；或直接填数值。")
    RESULT_UNCHECKED = ("A29", H,
        "这一格是公式 ={formula}，本程序不能重新计算，采用了文件里存的结果“{shown}”。", "请核对结果；最好直接填数值。")
    FORM_HIDDEN = ("A27", W,
        "自评表在隐藏的工作表“{sheet}”里。", "请取消隐藏，核对内容后再报。")
    CELL_OVERFULL = ("A28", W,
        "这一格有 {count} 个字符，超过 Excel 一格的上限 {limit}，在 Excel 中打开会被截断或报错。",
        "请精简，或把内容放到附件。")
