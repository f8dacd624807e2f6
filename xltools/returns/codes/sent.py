"""Findings about a form held against the one that was sent out, and about what a file conceals."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class SentCode(Catalogue):
    """D40 to D47 the form against what was sent out, D48 its protection, D49 what is concealed."""

    LABEL_CHANGED = ("D40", W,
        "发出时这里印的是“{sent}”，现在{now}。", "请照发出的表改回；表样上的文字不能改。")
    LABELS_CHANGED = ("D40", W,
        "表样上有 {count} 处文字与发出的不同，如{examples}。", "请用发出的表重新填报。")
    NAME_CHANGED = ("D40", W,
        "指标名称发出时是“{sent}”，现在是“{now}”。", "请改回发出的名称；要换指标的，先报财政部门同意。")
    POINTS_CHANGED = ("D41", E,
        "分值发出时是“{sent}”，现在{now}。", "请改回；要调整分值的，先报财政部门同意。")
    TARGET_CHANGED = ("D42", E,
        "目标发出时是“{sent}”，现在{now}。", "请改回批复的目标；没有完成的，在偏差原因中说明。")
    BUDGET_CHANGED = ("D43", E,
        "预算数发出时是“{sent}”，现在{now}。", "请改回批复的预算；年中有调整的，附上调整文件，由财政部门改。")
    PREFILLED_CHANGED = ("D44", W,
        "发出时已填好“{sent}”，现在{now}。", "请改回；确实填错了的，请告诉财政部门。")
    INDICATOR_GONE = ("D45", E,
        "发出的指标“{name}”{told}不见了。", "请补上这一行，如实填写完成情况和得分。")
    ROW_GONE = ("D45", E,
        "发出的这一行“{text}”不见了。", "请补上这一行，或用发出的表重新填报。")
    SHEET_GONE = ("D45", W,
        "发出的工作表“{sheet}”不见了。", "请用发出的表填报，随表的工作表不要删除。")
    INDICATOR_ADDED = ("D45", H,
        "发出时没有指标“{name}”，是填报单位增加的。", "请核对是否应当增加，分值从哪里来。")
    FORMULA_TYPED_OVER = ("D46", W,
        "发出时这里是公式 ={formula}，现在{now}。", "请恢复公式，合计由表格自己算。")
    FORMULA_CHANGED = ("D46", W,
        "发出时的公式是 ={formula}，现在是 ={now}。", "请恢复发出的公式。")
    RESULT_LIES = ("D47", W,
        "公式 ={formula} 应得 {result}，表里显示的却是 {shown}，相差 {gap}。",
        "请在 Excel 或 WPS 中打开，按 F9 重新计算并保存；不要改公式的结果。")
    UNPROTECTED = ("D48", W,
        "发出时有保护，现在工作表{sheets}没有保护。", "请核对表样有没有被改动；填报不需要撤销保护。")
    ROWS_HIDDEN = ("D49", W,
        "{rows}被隐藏了，里面有“{text}”。", "请取消隐藏；不该报的内容请删除。")
    COLUMNS_HIDDEN = ("D49", W,
        "{columns}被隐藏了，里面有“{text}”。", "请取消隐藏；不该报的内容请删除。")
    SHEET_HIDDEN = ("D49", W,
        "工作表“{sheet}”被隐藏了，里面有“{text}”。", "请取消隐藏；不该报的内容请删除。")
    FAINT = ("D49", W,
        "“{text}”的字是{font}，底色是{fill}，看不出来。", "请把字改成黑色；不该报的内容请删除。")
    TINY = ("D49", W,
        "“{text}”的字只有 {size} 磅，看不出来。", "请把字号改回；不该报的内容请删除。")
    NOT_SHOWN = ("D49", W,
        "这里是“{text}”，数字格式“{code}”却不让它显示。", "请把数字格式改成“常规”；不该报的内容请删除。")
