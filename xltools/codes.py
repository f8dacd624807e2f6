"""The catalogue of findings: every one that xltools can make.

A code is stable: bureaus, units and programs may quote it. `R` codes carry the number of
the review check in the rules of the field (52 checks, collected from 财预〔2020〕10号, local
notices and faults in published forms); `S` codes come from the consistency rules drawn
from published reports; `A` codes are about reading the form at all.
"""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class Code(Catalogue):
    """Every finding: number, severity, what is wrong, what to do.

    The two texts are templates; the facts a rule hands over fill them in.
    """

    # reading
    IDENTITY_DOUBTFUL = ("A01", H,
        "表样标识只剩{left}处（应有三处），可能是从别的文件复制来的。",
        "请核对是否本单位、本年度的表；如无误可不处理。")
    ANCHOR_MISSING = ("A02", E,
        "找不到“{label}”。",
        "请不要删改表头文字和行列；可用空白表重新填写，或恢复被删的行列。")
    NUMBER_UNREADABLE = ("A03", E, "{problem}", "请改正这一格。")
    VALUE_UNREADABLE = ("A04", E,
        "{problem}",
        "请按“符号＋数值＋单位”填写，如 ≥95%、221个、2020年9月30日前。")
    FORMULA_ERROR = ("A05", E,
        "单元格显示 {shown}，公式出错，读不到数值。",
        "请改正公式或直接填数值。")
    VERSION_DIFFERS = ("A06", W,
        "表样版本是 {found}，现行版本是 {current}。",
        "请核对表头是否有变化；必要时把内容移到新表。")
    CATEGORY_UNKNOWN = ("A07", W,
        "“{text}”不是本表样的{level}。",
        "请改用表样中的名称：{known}。")
    NEGATIVE_AMOUNT = ("A08", E, "金额 {value} 是负数。", "请填写不小于 0 的金额（万元）。")
    NAME_MISSING = ("A09", E,
        "这一行填了内容，但没有指标名称。",
        "请在 {where} 填写指标名称，或清空本行。")
    FORM_EMPTY = ("A10", E,
        "表中一个指标也没有填。",
        "请填写三级指标、目标值、实际值和分值后再试。")
    FORM_UNCERTAIN = ("A15", W,
        "没有十分把握这是哪种表样：最像“{title}”（{score}），其次是“{runner_up}”。",
        "请核对读出的内容；如果不对，请用 --profile 指明表样。")
    FORM_UNKNOWN = ("A19", W,
        "没有认出这是哪种表样：已按表头读出，按国家办法评分；最像的“{title}”也只有 {score} 相同。",
        "请核对读出的内容；可用 --profile 指明表样，或用 xltools profile new 写一个新表样。")
    LABEL_UNKNOWN = ("A16", H,
        "表头“{text}”没有认出，这一列没有读。",
        "如果这一列要参加核对，请改用表样中的名称，或在表样文件中把它写成同义词（synonyms）。")
    PART_NOT_READ = ("A17", W,
        "工作表“{name}”里有一部分像是自评表，但没有读出来：{why}",
        "请核对表头文字是否完整；与自评无关的内容可不处理。")
    POINTS_MERGED = ("A11", W,
        "{label}几行合并成一格，{how}。", "请取消合并，每个指标一格。")
    POINTS_NEGATIVE = ("A12", E, "{label} {value} 是负数。", "请填写不小于 0 的数。")
    TOTAL_UNKNOWN = ("A13", E, "总分算不出：{why}", "请补全或改正这一项。")

    # points and scores
    POINTS_NOT_100 = ("R01", E,
        "分值合计 {sum}（{parts}），应为 {total}。",
        "请调整各指标分值（含预算执行率），使合计等于 {total}。")
    POINTS_SUM_TYPED = ("R01", E,
        "分值合计填 {typed}，各项分值之和是 {sum}（{parts}）。", "请改正合计或各项分值。")
    TOTAL_NOT_SUM = ("R02", E,
        "总分填 {typed}，各项得分（含预算执行率）之和是 {sum}，相差 {gap}（{trace}）。",
        "请改正得分或总分；可由系统重新计算。")
    TOTAL_WITHOUT_EXECUTION = ("R02", E,
        "总分填 {typed}，漏加了预算执行率得分 {execution}：应为 {sum}，相差 {gap}（{trace}）。",
        "总分包括预算执行率得分，请改正总分。")
    TOTAL_ABOVE_POSSIBLE = ("R02", E,
        "总分填 {typed}，各项得分之和最多是 {most}，相差 {gap}（{trace}）。",
        "请补全得分，改正总分。")
    TOTAL_WITHOUT_SCORES = ("R02", W,
        "总分填 {typed}，表中没有各项分值和得分，{count} 个指标无从核对。",
        "请附评分表，写明各项分值和得分；或改用有分值、得分栏的表样。")
    TOTALS_DIFFER = ("R02", E,
        "“{label}”填 {typed}，{place} 的总分是 {other}，相差 {gap}。", "请核对，两处应一致。")
    SCORE_OUT_OF_RANGE = ("R03", E,
        "得分 {score} 不在 0 到分值 {points} 之间。", "请改正得分或分值。")
    SCORES_ABOVE_HEAD = ("R03", E,
        "“{head}”共 {stated} 分，所属指标得分之和是 {sum}，多出 {gap} 分。", "请改正得分。")
    RATE_DIFFERS = ("R04", E,
        "{what}填 {typed}，按 {numerator} ÷ {denominator} 计算应为 {rate}。",
        "请核对金额，或由系统重新计算。")
    COMPLETION_RATE_DIFFERS = ("R04", W,
        "完成率填 {typed}，按实际值和目标值计算应为 {rate}（{trace}）。",
        "请核对目标值和实际值，或由系统重新计算。")
    EXECUTION_SCORE_DIFFERS = ("R05", E,
        "执行率得分填 {typed}，按规则应为 {score}，相差 {gap}（{trace}）。",
        "请核对金额，或由系统重新计算。")
    BALANCE_DIFFERS = ("R04", E,
        "结余填 {typed}，按到位 {received} − 执行 {outturn} 计算应为 {balance}{note}（万元）。",
        "请核对金额，或由系统重新计算。")
    BALANCE_NOT_RECEIVED = ("R04", W,
        "结余填 {typed}，是预算 {budget} − 执行 {outturn}；其中 {missing} 没有到位，不是结余（万元）。",
        "结余应为到位 {received} − 执行 {outturn} = {balance}；没有到位的，请说明原因。")
    OUTTURN_ABOVE_BUDGET = ("R06", E,
        "{source}的执行数 {outturn} 大于全年预算数 {budget}（万元）。",
        "请核对两个数；预算有追加的，全年预算数应填调整后的数。")
    TOTAL_NOT_PARTS = ("R07", E,
        "{measure}：{whole} {total}，各分项之和是 {sum}（{parts}）。",
        "请改正总额或分项金额。")
    PART_ABOVE_TOTAL = ("R07", E,
        "{measure}：分项“{part}”{value}，大于{whole} {total}。", "请改正总额或分项金额。")
    POINTS_ON_PART_ROW = ("R08", W,
        "“{source}”行填了{what} {value}，会与总额行重复计分。",
        "请只在年度资金总额行保留分值和得分。")
    EXECUTION_POINTS_DIFFER = ("R09", W,
        "预算执行率分值是 {points}，{policy}规定为 {expected}。",
        "请改为 {expected}，或说明依据。")
    CATEGORY_POINTS_DIFFER = ("R10", W,
        "一级指标分值为 {found}，原则上为 {expected}。",
        "权重可以调整，但须有依据；请在报告中说明理由。")
    HEAD_POINTS_DIFFER = ("R11", E,
        "“{head}”写明 {stated} 分，所属指标分值合计 {sum} 分。",
        "请改正标题中的分数或各指标分值。")
    FULL_BELOW_TARGET = ("R12", E,
        "实际 {actual} 没有达到目标 {target}，却得满分 {score}；按规则应为 {rule}，相差 {gap}（{trace}）。",
        "请改正得分，并写明偏差原因和改进措施。")
    FULL_ABOVE_CEILING = ("R13", E,
        "实际 {actual} 超过了上限 {target}，却得满分 {score}；按规则应为 {rule}，相差 {gap}（{trace}）。",
        "请改正得分，并写明偏差原因和改进措施。")
    SCORE_DIFFERS = ("R14", E,
        "得分填 {typed}，按规则应为 {score}，相差 {gap}（{trace}）。",
        "请核对实际值和得分，或由系统重新计算。")
    SCORE_UNCHECKED = ("R14", H,
        "实际 {actual} 没有达到目标 {target}（完成率 {rate}），表上没有分值，填报得分 {score} 无法核对。",
        "请对照评分标准核对得分。")
    CONVERTED_DIFFERS = ("R14", E,
        "折算得分填 {typed}，按 {score} × {weight}% 计算应为 {rule}，相差 {gap}。",
        "请改正折算得分或权重占比。")
    WEIGHTED_TWICE = ("R14", E,
        "折算得分把权重算了两次：分值 {points} 已是权重，又乘 {weight}%（{score} × {weight}% = {converted}）；"
        "各项都得满分，折算得分也只有 {most}，不是 {total}。",
        "得分不必再折算；或把各指标分值改为 100 再乘权重。")
    REVIEW_DIFFERS = ("R14", H,
        "{what}填 {typed}，复核分是 {review}，相差 {gap}。", "请核对复核意见；以复核分为准的，请说明。")
    LOST_THOUGH_REACHED = ("R15", W,
        "实际 {actual} 已达到目标 {target}，得分却是 {score}；按规则应为 {rule}，相差 {gap}（{trace}）。",
        "请核对：要么实际值填高了，要么得分填低了。")
    LOST_WITHOUT_REASON = ("R16", E,
        "{said}，比分值 {points} 少 {lost}，没有填写偏差原因分析及改进措施（{trace}）。",
        "请先写原因，再写改进措施。")
    OVER_WITHOUT_REASON = ("R17", W,
        "完成率 {rate}，达到或超过 {threshold}，{why}。",
        "请说明超出的原因；目标定得过低的，下年度应调高目标。")
    FULL_WITH_REASON = ("R18", W,
        "得了满分，却写了未完成的原因：“{note}”。", "请核对得分，或删去这条原因。")
    DELAYED_ELSEWHERE = ("R18", W,
        "时效指标得满分 {score}，{place} 却写“{note}”。", "请核对是否按期完成；有延期的应相应扣分。")
    REASON_COPIED = ("R19", W,
        "偏差原因与“{other}”（{place}）的完全相同。",
        "请按本指标的实际情况写原因和措施。")
    REASON_SAYS_NONE = ("R19", W,
        "扣了 {lost} 分，偏差原因却写“{note}”。",
        "请写明原因和改进措施。")
    REASON_WITHOUT_MEASURE = ("R20", W,
        "只写了原因，没有写改进措施：“{note}”。",
        "请补写下一步怎么改，由谁在何时完成。")
    ACTUAL_REPEATS_TARGET = ("R21", W,
        "实际值“{actual}”带有“{sign}”，像是照抄目标，不是测得的数。",
        "请去掉符号，填写实际测得的数值，如 {example}。")
    ALL_EXACTLY_REACHED = ("R22", H,
        "{count} 个指标的实际值全部与目标值一模一样，得满分 {total}。",
        "请核对是否逐项实测过。")
    KIND_MISMATCH = ("R23", E,
        "目标“{target}”是{target_kind}，实际“{actual}”是{actual_kind}，两者无法对照。{consequence}",
        "请把目标改成可以衡量的数值（如 ≥95%），或把实际值改成与目标同类的内容。")
    DATE_NOT_GIVEN = ("R23", E,
        "目标“{target}”是期限，实际“{actual}”不是日期，看不出是否按期。",
        "请填写完成日期，如 2020年11月18日。")
    STATE_ANSWERED_DONE = ("R23", E,
        "目标“{target}”说的是程度，实际“{actual}”说的是做没做，看不出是否{target}。",
        "请填写测得的结果，如满意率 95%，或写明达成程度。")
    NATURE_DIFFERS = ("R23", W,
        "{label}是“{nature}”，指标值“{target}”却是{kind}。", "请改正{label}或指标值，两者应一致。")
    UNIT_MISSING = ("R24", W,
        "目标“{target}”与实际“{actual}”只有一边写了单位。按“{unit}”理解。",
        "请两边都写上单位{unit}。")
    UNIT_ABSENT = ("R24", W, "目标“{target}”没有写单位。", "请写上单位，如 个、次、%、万元。")
    UNIT_CONFLICT = ("R24", E,
        "目标“{target}”与实际“{actual}”不能直接比较（单位不同、升降相反，或看不出是不是百分数），无法计算。",
        "请两边用同样的单位和说法，如都写 %、都写“下降”。")
    UNIT_AGAINST_NAME = ("R25", W,
        "指标“{name}”的单位是“{unit}”，与名称不符（{why}）。",
        "请改正指标名称或单位。")
    PERCENT_DOUBLED = ("R26", H, "“{text}”重复写了百分号。", "请写成 {clean}。")
    RATE_ABOVE_100 = ("R27", H,
        "目标“{target}”：{name}不可能超过 100%。",
        "请写成“=100%”或低于 100% 的数。")
    RESULT_ABOVE_100 = ("R27", W,
        "实际“{actual}”：{name}不可能超过 100%。",
        "请核对实际值；在百分比格式的单元格里应填 93.5% 或 0.935。")
    UNIT_TWICE = ("R26", H,
        "“{label}”栏已写“{unit}”，“{other}”又写了一次百分号。", "有单位栏的，这一栏只填数值。")
    CEILING_ON_BENEFIT = ("R28", W,
        "“{name}”是{subcategory}，却用“{sign}”表示越低越好。",
        "请核对符号方向。")
    FLOOR_ON_COST = ("R28", W,
        "成本指标“{name}”用了“{sign}”，等于鼓励多花钱。",
        "请改用 ≤ 或 =。")
    COST_NOT_MONEY = ("R29", W,
        "成本指标“{name}”的目标“{target}”不是金额。",
        "请填写金额，如 ≤12.5万元、≤300元/人。")
    RATE_AS_QUANTITY = ("R30", W,
        "数量指标“{name}”的目标“{target}”是比率，不是数量。",
        "请改为做多少（个、次、人、公里……）；考核比率的请移到质量或时效指标。")
    KIND_MISPLACED = ("R30", W,
        "“{name}”放在{found}下，考核的却是{meant}。", "请移到{meant}指标，或换成相应的指标。")
    COSTS_NOT_BUDGET = ("R31", W,
        "各项成本指标的目标合计 {sum} 万元（{parts}），全年预算数是 {budget} 万元，相差 {gap} 万元。",
        "各项成本是预算的组成部分的，合计应等于预算数；请核对。")
    COSTS_NOT_OUTTURN = ("R31", W,
        "各项成本指标的实际值合计 {sum} 万元（{parts}），全年执行数是 {outturn} 万元，相差 {gap} 万元。",
        "各项成本是支出的组成部分，合计应等于执行数；请核对。")
    COST_NOT_OUTTURN = ("R32", W,
        "成本指标实际 {actual} 万元，全年执行数却是 {outturn} 万元，相差 {gap} 万元。",
        "请核对哪个是实际支付数；如是 {actual}，执行率应为 {rate}，不是 {typed_rate}。")
    DATE_MISSED = ("R33", E,
        "要求{target}，实际{actual}，已逾期，却得 {score} 分；按规则应为 {rule}，相差 {gap}（{trace}）。",
        "请改正得分，并写明逾期原因和改进措施。")
    LATE_BY_TEXT = ("R33", W,
        "目标要求 {due}月完成“{what}”，“{label}”中却是 {done}月：“{text}”。",
        "请核对是否逾期；逾期的应扣分并写明原因。")
    COMPLETED_LATE = ("R33", E,
        "“{label}”是{done}，晚于“{name}”（{at}）的期限“{target}”，已逾期。",
        "请核对日期；逾期的，在该指标写明实际完成日期和逾期原因，不能算已完成。")
    YEAR_DIFFERS = ("R34", W,
        "写的是 {found} 年，本表是 {year} 年度。",
        "请核对年份，以免是上年或别的项目的内容。")
    LOW_EXECUTION_WITHOUT_REASON = ("R35", E,
        "预算执行率 {rate}，低于 {threshold}，没有说明原因。",
        "请在{where}写明执行率低的原因和改进措施。")
    LOW_EXECUTION_ALL_DONE = ("R36", W,
        "预算执行率只有 {rate}，{count} 个产出指标却全部完成。",
        "请核对产出是否属实；确已完成的，请说明少用资金的原因（如招标节约、尾款未付）。")
    BUDGET_CHANGED = ("R37", W,
        "{source}：年初预算数 {original}，全年预算数 {revised}（{change}），没有说明调整原因。",
        "请写明预算调整（追加、调减、结转）的原因和依据。")
    OBJECTIVE_COPIED = ("R39", H,
        "“{other}”与“{label}”文字完全相同。",
        "请写实际做了什么、做到什么程度，不要照抄目标。")
    ORIGINAL_BUDGET_EMPTY = ("R38", H, "“{label}”没有填。", "年初没有安排预算的填 0。")
    OBJECTIVE_EMPTY = ("R40", W, "“{label}”没有填。", "请写明{label}：做什么、做多少、什么时候做到。")
    OBJECTIVE_A_NUMBER = ("R40", W,
        "“{label}”只填了“{text}”。",
        "请用文字写清做什么、做多少、什么时候做到。")
    INSTRUCTION_LEFT = ("R41", E, "还留着填表提示：“{text}”。", "请换成实际内容，或删去。")
    REQUIRED_EMPTY = ("R42", E, "“{label}”没有填。", "请填写{label}。{hint}")
    RESULT_SAYS_NONE = ("R42", E,
        "“{label}”写的是“{text}”{meaning}，没有结果可以与目标核对。",
        "没有发生的填 0；不适用的请说明原因；有结果的请补填。")
    KIND_OF_INDICATOR_MISSING = ("R43", W,
        "没有{kind}。",
        "请至少设一个{kind}；确实没有的，请在报告中说明。")
    POINTS_TOO_HEAVY = ("R44", W,
        "一个指标占 {points} 分，达到全部分值的一半。",
        "请拆分指标或调整分值。")
    POINTS_ZERO = ("R44", W, "分值为 0，等于没有考核。", "请给出分值，或删去这个指标。")
    NAME_TWICE = ("R45", W,
        "指标“{name}”出现了 {count} 次（{places}）。",
        "请合并，或改成不同的指标。")
    NAME_IS_CATEGORY = ("R45", W,
        "指标名称“{name}”就是{level}的名称，没有说明考核什么。",
        "请写成具体指标，如“设备完好率”。")
    SEVERAL_IN_ONE = ("R45", W,
        "一行里写了几个目标：“{target}”。",
        "请一个指标一行，分别给分值和实际值。")
    LEVELS_MISMATCH = ("R46", W,
        "“{level2}”放在“{level1}”下，它属于{home}。", "请移到{home}，或改正指标名称。")
    NOT_SATISFACTION = ("R46", W,
        "“{name}”放在{level1}下，考核的不是满意度。", "请移到产出或效益指标；满意度指标填服务对象的满意率。")
    GRADE_WORD = ("R47", E,
        "等级填“{typed}”，规定的等级是 {grades}。",
        "按总分 {total} 应填“{grade}”（{table}）。")
    GRADE_UNKNOWN = ("R47", E,
        "等级填“{typed}”，规定的等级是 {grades}。",
        "总分算不出，等级还不能核对；请用规定的等级。")
    GRADE_DIFFERS = ("R47", E,
        "等级填“{typed}”，按总分 {total} 应为“{grade}”（{table}）。",
        "请改正等级或总分。")
    TARGET_IS_NAME = ("R48", W,
        "目标“{target}”只是重复指标名称，无法衡量。", "请写明要达到的数值或程度。")
    TARGET_IS_SCALE = ("R48", W,
        "目标“{target}”是评判的尺度，不是目标{echo}。", "请写明要达到哪一档，如“好”；实际填达到的档次。")
    TARGET_UNMEASURABLE = ("R48", W,
        "目标“{target}”只说做什么，没有说做到什么程度，无法衡量。", "请写明数值或可以核对的结果。")
    TARGET_ECHOED = ("R48", H,
        "实际“{actual}”照抄目标的文字，看不出是否做到。", "请写实际做了什么、做到什么程度。")
    SCORE_OUTSIDE_BAND = ("R49", E,
        "实际“{actual}”，得分应在 {low} 到 {high} 之间（{band}），填的是 {score}。",
        "请按档次改正得分。")
    DEGREE_OUTSIDE_BAND = ("R49", E,
        "实际“{actual}”写的程度与档次不符：{band}是 {low} 到 {high}。",
        "请改正程度或档次。")
    JUDGED_BY_PERSON = ("R49", W,
        "实际“{actual}”看不出达到目标“{target}”的程度，采用了填报得分 {score}，系统无法核对。",
        "请核对得分与实际是否相符；最好写明程度，如“部分达成（70%）”。")
    JUDGEMENT_NEEDED = ("R49", E,
        "实际“{actual}”看不出达到目标“{target}”的程度，算不出得分。",
        "请在实际值中写明达成程度，如“达成年度指标”“部分达成（70%）”，或填上得分。")
    FULL_WITH_PROBLEMS = ("R50", H,
        "总分 {total}，是满分，“{label}”却写着问题：“{text}”。", "请核对扣分是否到位，或问题是否与本项目有关。")
    STATEMENT_DIFFERS = ("R51", E,
        "“{label}”写{what} {stated}，表中是 {table}。", "请核对，文字与表格应一致。")

    # derived from published reports
    COUNT_DIFFERS = ("S01", W,
        "“{label}”写{what} {stated} 个，表中是 {table} 个。", "请核对，文字与表格应一致；没有指标的不计。")
    COMPLETED_UNPROVEN = ("S01", E,
        "“{label}”写已完成三级指标 {stated} 个，表中 {all} 个指标只有 {known} 个填了实际值。",
        "请补填实际值；没有实际值的不能算已完成。")
    SPENDING_NOT_OUTTURN = ("S03", W,
        "支出明细合计 {sum} 万元，全年执行数是 {outturn} 万元，相差 {gap} 万元。",
        "请补全明细或改正金额。")
    TEXT_EMPTY = ("S14", W,
        "没有写，报告中将显示“（待补充）”。",
        "请在“{sheet}”表中补写。")
    TEXT_REPEATED = ("S16", W,
        "同一段话用在了 {count} 处（{labels}）。",
        "请分别写：概况写做什么，依据写文件，措施写制度，目标写要达到的数。")
    TEXT_TOO_LONG = ("S17", W, "“{label}”有 {count} 字，超过 {limit} 字。", "请精简。")
    PROJECT_NAMED_OTHERWISE = ("S19", W,
        "“{label}”写“{found}”，项目名称却是“{name}”。", "请核对是不是从别的报告复制的；全文用同一个项目名称。")
    STAFF_NOT_PARTS = ("S21", E,
        "“{whole}”填 {typed} 人，各类之和是 {sum} 人（{parts}），相差 {gap} 人{why}。",
        "请改正总数或各类人数；离退休人员不计入在职。")
    STAFF_ABOVE_QUOTA = ("S21", W,
        "“{what}”{actual} 人，大于“{limit}”{quota} 人，超出 {gap} 人。", "请核对人数；确有超编的，请说明。")
