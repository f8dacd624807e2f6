"""The help page: how a form is filled in, and each button, out of the table of buttons."""

from __future__ import annotations

from html import escape

from xltools import __version__
from xltools.ribbon.buttons import GROUPS, TAB, Button

_STEPS = (
    "打开自评表，按《填报说明》填写基本情况、资金、指标的目标值和实际完成值；计算格（浅蓝色）留空，由程序填。",
    "点“计算得分”：完成率、得分、总分和等级填入表中，问题列在《问题清单》，有问题的格子带批注。",
    "按《问题清单》逐条修改，点“位置”可跳到单元格；改完再点一次“计算得分”，直到没有“错误”。",
    "点“生成报告”：Word 自评报告保存在工作簿旁边，黄色的（待补充）处请补写。",
    "报告改好以后点“核对报告”：与表中数据不一致的话会写成批注。",
)
_GOOD_TO_KNOW = (
    (
        "点按钮前要不要先保存？",
        "不用。按钮读的是屏幕上的内容；生成报告时工作簿要先保存过一次，报告放在它旁边。",
    ),
    (
        "会不会改掉我填的内容？",
        "不会。只写计算格、《问题清单》和带【绩效自评】字样的批注；别人写的批注不动。",
    ),
    ("三种级别是什么意思？", "“错误”必须改正；“提醒”请核实，属实的写明原因；“提示”供参考。"),
    (
        "点了没有反应怎么办？",
        "点“关于”看自检结果，把里面的内容发给维护人员。不能用加载项的电脑，可以在文件上点右键，用“绩效自评”打开。",
    ),
)
_STYLE = (
    "body{font:16px/1.7 'Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#222;"
    "max-width:54em;margin:2em auto;padding:0 1.2em}"
    "h1{font-size:1.7em;border-bottom:3px solid #b3261e;padding-bottom:.3em}"
    "h2{font-size:1.2em;margin-top:1.8em;color:#7a1812}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #bbb;padding:.4em .7em;text-align:left;vertical-align:top}"
    "th{background:#f4eeee}td:first-child{white-space:nowrap;font-weight:bold}"
    "dt{font-weight:bold;margin-top:.8em}dd{margin-left:0}footer{color:#777;margin-top:3em}"
)


def help_page() -> str:
    """Return the page as HTML that needs nothing else."""
    groups = "".join(
        f"<h2>{escape(group.caption)}</h2><table><tr><th>按钮</th><th>做什么</th></tr>"
        f"{''.join(map(_row, group.buttons))}</table>"
        for group in GROUPS
    )
    steps = "".join(f"<li>{escape(step)}</li>" for step in _STEPS)
    answers = "".join(
        f"<dt>{escape(question)}</dt><dd>{escape(answer)}</dd>"
        for question, answer in _GOOD_TO_KNOW
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{TAB}：帮助</title><style>{_STYLE}</style></head><body>"
        f"<h1>{TAB}：怎样填报，每个按钮做什么</h1><h2>五步完成</h2><ol>{steps}</ol>"
        f"{groups}<h2>常见问题</h2><dl>{answers}</dl>"
        f"<footer>xltools {escape(__version__)}</footer></body></html>\n"
    )


def _row(button: Button) -> str:
    return f"<tr><td>{escape(button.caption)}</td><td>{escape(button.tip)}</td></tr>"
