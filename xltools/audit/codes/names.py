"""Remarks on the papers, people, names, years and methods of a report."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class NameCode(Catalogue):
    """T2xx: papers, people, names, years, methods."""

    PAPER_BRACKETS_MIXED = ("T201", W,
        "文号“{claim}”与“{against}”是同一份文件，年份的括号写法不一。",
        "请统一写为“{name}”，年份用六角括号〔〕。")
    PAPER_BRACKETS_TYPED = ("T202", H,
        "文号“{claim}”与“{against}”是同一份文件，用了两种六角括号（{claimed}与{other}）。",
        "请统一用〔〕。")
    PAPER_BRACKETS_WRONG = ("T203", H,
        "文号“{claim}”{others}的年份没有用六角括号。",
        "请写为“{name}”，全文一致。")
    PAPER_WITHOUT_HAO = ("T204", W,
        "文号“{claim}”后面缺“号”字。",
        "请核对文件，写为“{name}”。")
    PAPER_HAO_OUTSIDE = ("T205", W,
        "文号“{claim}”的“号”字写到了括号外面{times}。",
        "请写为“{name}”，整个文号放在括号里。")
    NUMBER_AS_TITLE = ("T206", H,
        "书名号里的“{claim}”是文号，不是文件名称。",
        "书名号只括文件名称；请写明文件名称，文号放在后面的括号里，如《……》（{name}）。")
    TITLES_JOINED = ("T207", H,
        "“{claim}”：两份文件之间没有标点。",
        "书名号后面有文号时，两份文件之间请用顿号隔开。")
    PAPER_OF_ANOTHER_TITLE = ("T208", E,
        "“{claim}”：名称与文号不是同一份文件。{against}。",
        "请核对依据的是哪份文件，名称和文号一并改正。")
    TITLE_OF_ANOTHER_NUMBER = ("T209", W,
        "“{claim}”：文号与名称对不上，{against}。",
        "请核对文号；引用的是本地文件的，请写出发文单位。")
    PAPER_WITH_TWO_TITLES = ("T210", W,
        "{name}在这里是《{claim}》，在“{where}”是《{against}》。",
        "请核对文件名称，全文用同一个名称。")
    TITLE_WITH_TWO_NUMBERS = ("T211", W,
        "《{title}》的文号在这里是{claim}，在“{where}”是{against}。",
        "请核对文号，全文一致。")
    PAPER_REPEALED = ("T212", H,
        "引用的{claim}已由{against}废止。",
        "评价{year}年度的项目，请改用现行文件。")
    PAPER_AFTER_THE_YEAR = ("T213", H,
        "{claim}是{paper_year}年的文件，却写作{year}年度项目立项的依据。",
        "请核对：立项依据应是立项前已有的文件。")
    PAPER_NUMBER_STYLE = ("T214", H,
        "文号“{claim}”：发文顺序号前不加“第”字，也不编虚位（如 01）。",
        "请写为“{name}”。")

    PAPER_YEAR = ("T216", E,
        "文号“{claim}”的年份不是四位。", "请核对文号。")
    PAPER_WITHOUT_BRACKETS = ("T215", W,
        "文号“{claim}”的年份没有括号。",
        "请核对文件，写为“{name}”。")

    TWO_IN_ONE_ROLE = ("T221", E,
        "{group}的{role}在这里是{claim}，在“{where}”是{against}。",
        "请核对，同一个组的{role}全文一致。")
    ANOTHER_GROUP_IS_LISTED = ("T222", E,
        "上文说的是{announced}的成员，这里列的却是{claim}的成员{against}。",
        "请列{announced}的成员；两个组不同的，请分开写。")
    EVALUATORS_CARRY_OUT = ("T223", W,
        "评价组的{names}同时是项目实施方的成员：评价组 {total} 人中有 {count} 人在评价自己实施的项目。",
        "部门评价的评价组请由项目实施以外的人员组成；确需参加的，请说明如何保证客观公正。")
    EVALUATORS_CARRY_OUT_HINT = ("T224", H,
        "评价组的{names}同时是项目实施方的成员（评价组 {total} 人中有 {count} 人）。",
        "自评由项目单位自己做，可以如此；请确认评价结论有不参与实施的人员复核。")
    NAME_SPELLED_TWICE = ("T225", W,
        "这里写“{claim}”，“{where}”写“{against}”，似是同一人。",
        "请核对姓名，全文用同一写法。")
    NAMES_AND_COUNT = ("T226", W,
        "写的是“{claim}”，列出的有 {listed} 人：{names}。",
        "请核对人数与名单。")
    ROOM_NAMED_TWICE = ("T227", W,
        "这里写“{claim}”，“{where}”列的内设机构里是“{against}”。",
        "请核对内设机构名称，全文一致。")
    DUTY_AS_TITLE = ("T228", W,
        "“{head}”一栏填的是{claim}，这是职务，不是职称。",
        "请把栏目改为“职务”；填职称的请写专业技术职称，如会计师、高级工程师。")

    MEMBER_NAMED_OTHERWISE = ("T229", W,
        "{group}的成员这里有{claim}，没有{against}；“{where}”正相反。",
        "请核对名单，全文一致。")

    PROJECT_NAMED_TWICE = ("T231", E,
        "这里评价的项目叫“{claim}”，“{where}”叫“{against}”。",
        "请核对是不是从别的报告复制来的；项目名称全文应与预算批复一致。")
    PROJECT_OF_ANOTHER_REPORT = ("T232", W,
        "这里评价的项目是“{claim}”，“{where}”是“{against}”，两个名称不像同一个项目。",
        "请核对是不是从别的报告复制来的；项目名称全文应与预算批复一致。")
    NO_YEAR = ("T233", E,
        "全文没有写明评价的是哪一年度的项目{more}。",
        "请在标题或基本情况里写明年度{unit}，并在文末写明报告日期。")
    AMOUNT_OF_TWO_YEARS = ("T234", W,
        "{claim}在这里是{year}年的，在“{where}”是{other}年的。",
        "请核对是哪一年的数；沿用上年报告的，请改成本年的。")
    UNTIL_ANOTHER_YEAR = ("T235", W,
        "评价的是{year}年度，这里写“{claim}”。",
        "请核对截止日期是否为上年报告的遗留。")
    SURVEY_WITHOUT_RESULT = ("T236", W,
        "这里说做了问卷调查，全文没有写满意度是多少。",
        "请写出发放、收回的份数和满意度的结果；没有做的请删去。")
    SURVEY_WITHOUT_SIZE = ("T237", W,
        "满意度说是问卷调查得来的，全文没有写发放、收回多少份。",
        "请写明调查对象、发放和有效收回的份数，使满意度可以核对。")

    NAME_OFF_BY_ONE = ("T238", W,
        "“{claim}”与“{against}”只差一个字（{where}等处写的都是“{against}”）。",
        "请核对地名、单位名称，全文一致。")

    EVALUATED_TOO_EARLY = ("T251", E,
        "评价的是{year}年度，这里说评价工作在{claim}开展，那时{year}年还没有结束。",
        "请核对评价的时间，是不是沿用了上一年的报告。")
    SIGNED_TOO_EARLY = ("T252", E,
        "评价的是{year}年度，报告日期却是{claim}，那时{year}年还没有结束。",
        "请核对报告日期。")
    SIGNED_BEFORE_EVALUATION = ("T253", W,
        "报告日期{claim}早于“{where}”的评价时间{against}。",
        "请核对两处日期。")
    SURVEYED_TOO_EARLY = ("T254", E,
        "这里说{claim}做了调查，“{where}”却说项目{against}才开始。",
        "请核对调查和开工的时间。")
    SPAN_BACKWARDS = ("T255", E,
        "“{claim}”：结束的时间早于开始的时间。",
        "请核对起止时间。")
    ENDED_BEFORE_BEGUN = ("T256", E,
        "“{claim}”：完成的时间早于开工的时间。",
        "请核对两个日期。")
    ACCEPTED_BEFORE_DONE = ("T258", E,
        "“{claim}”：验收的时间早于完工的时间。", "请核对两个日期。")
    STEP_BACKWARDS = ("T259", W,
        "“{claim}”：后一步的时间早于前一步（{against}）。", "请核对两个日期。")
    DATE_IMPOSSIBLE = ("T257", E,
        "没有“{claim}”这样的日期。",
        "请核对日期。")

    METHOD_NOT_LISTED = ("T241", W,
        "这里采用的是“{claim}”，“{where}”列的评价方法是{against}，没有它。",
        "请核对实际用了哪些方法，前后一致。")
    METHODS_LISTED_AND_DESCRIBED = ("T242", W,
        "列出的评价方法是{against}，下面说明的却是{claim}。",
        "请使列出的方法与说明的方法一致。")
    METHODS_AND_COUNT = ("T243", W,
        "写的是“{claim}”，列出的有 {listed} 种：{names}。",
        "请核对。")
    METHOD_MISNAMED = ("T244", H,
        "“{claim}”：财预〔2020〕10号的名称是“{against}”。",
        "请用规定的名称。")
    TWO_FRAMES = ("T245", W,
        "这里按“{claim}”评价，{where}按“{against}”评价，前后不是同一套维度。",
        "请统一为实际评分所用的维度。")
    TWO_SETS_OF_PRINCIPLES = ("T246", H,
        "评价原则这里是“{claim}”（{paper}），别处是“{against}”（{other}）。",
        "请用现行文件的一套。")
    QUANTITY_AND_QUALITY = ("T247", H,
        "“{claim}”后面缺“相结合”。",
        "请写为“定量分析与定性分析相结合”。")
