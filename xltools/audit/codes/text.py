"""Remarks on the text itself: numbering, attachments, residue of templates, words, marks, copies."""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


# fmt: off
class TextCode(Catalogue):
    """T1xx: how a report is put together and written."""

    # numbering and structure
    NUMBER_REPEATED = ("T101", W,
        "编号“{claim}”与前面的“{against}”重复。",
        "请按顺序改正编号。")
    NUMBER_SKIPPED = ("T102", W,
        "编号从“{against}”跳到“{claim}”，中间缺{missing}。",
        "请核对是漏了内容还是编号有误。")
    NUMBER_BACKWARDS = ("T103", W,
        "编号“{claim}”排在“{against}”之后，次序颠倒。",
        "请按顺序改正编号。")
    NUMBER_WITHOUT_MARK = ("T104", W,
        "编号“{claim}”后面缺标点，同级的写作“{against}”。",
        "请改为“{remedy}”。")
    NUMBERS_MIXED = ("T105", H,
        "同一级编号写法不一：“{claim}”与“{against}”。",
        "请统一编号后的标点。")
    LEVEL_JUMPED = ("T106", H,
        "标题“{claim}”是第{level}级，上一级标题“{against}”是第{above}级，中间跳了一级。",
        "请核对标题级别。")
    CHAPTER_EMPTY = ("T107", E,
        "“{claim}”下面没有内容{parts}。",
        "请补写；确无内容的写“无”并说明原因，或删去标题。")
    ENTRY_EMPTY = ("T108", W,
        "“{claim}”后面没有内容。",
        "请补写，或删去这一项。")
    LIST_MISSING = ("T109", W,
        "“{claim}”后面没有列出{missing}。",
        "请把{missing}列在后面；放在附件里的，请写明见附件几。")
    ITEMS_COUNTED_WRONG = ("T110", W,
        "写“{claim}”，后面列出的是{listed}项（{against}）。",
        "请核对是漏写了内容，还是数目有误。")
    NAMES_COUNTED_WRONG = ("T111", W,
        "“{claim}”：列出{listed}个，写的是{said}个。",
        "请核对数目。")
    CHAPTER_CUT_OFF = ("T112", W,
        "全文到标题“{claim}”为止，下面没有内容{parts}。",
        "请核对文件是不是不完整；确实没有写的，请补写或写“无”。")

    # attachments and captions
    ATTACHMENT_MISSING = ("T121", W,
        "正文写“{claim}”{others}，报告里没有{against}。",
        "请附上；另作一个文件报送的，请在报告末尾的附件清单里列出。")
    ATTACHMENT_CHAPTER_EMPTY = ("T122", W,
        "“{claim}”只列了名称（{against}），没有附上表。",
        "请附上；另作一个文件报送的，请注明“另附”。")
    ATTACHMENT_TWO_NAMES = ("T123", W,
        "一处写“{against}”，一处写“{claim}”，{state}。",
        "请统一附件的名称和编号。")
    CAPTION_REPEATED = ("T124", W,
        "“{claim}”的编号与前面的“{against}”重复。",
        "请按顺序改正编号，并核对正文的引用。")
    CAPTION_SKIPPED = ("T125", W,
        "“{claim}”前面是“{against}”，编号不连续。",
        "请核对是漏了表，还是编号有误。")
    TABLE_NOT_THERE = ("T126", W,
        "写“{claim}”，报告里没有{against}。",
        "请核对表的编号，或补上这张表。")

    SCORE_TABLE_MISSING = ("T127", H,
        "文中说按指标体系评价，“{claim}”，报告里却没有评分表或指标表，也没有附件。",
        "请附上评分表，列出各项指标的分值和得分。")
    CAPTION_WITHOUT_NUMBER = ("T128", H,
        "其他表都有编号，“{claim}”没有。",
        "请按顺序编号。")
    ATTACHMENTS_ONLY_LISTED = ("T129", H,
        "文末列了附件（{against}），文件里没有这些表。",
        "请附上；另作一个文件报送的，请注明“另附”。")

    # residue of templates
    INSTRUCTION_LEFT = ("T131", E,
        "“{claim}”是提纲里的填写说明，不是报告的内容。",
        "请删去这几个字。")
    PLACEHOLDER_LEFT = ("T132", E,
        "“{claim}”是模板里的占位符，没有换成实际内容{times}。",
        "请填写实际内容。")
    MISSING_LEFT = ("T133", E,
        "还有“{claim}”没有补写{times}。",
        "请在自评表里补填后重新生成报告，或直接补写。")
    SAMPLE_LEFT = ("T134", W,
        "“{claim}”是样表、参考格式的字样。",
        "正式报告请删去。")
    DATE_BLANK = ("T135", W,
        "“{claim}”的日期没有填完整。",
        "请填写日期。")
    FIGURE_BLANK = ("T137", E,
        "“{claim}”里单位前面是空的，没有填数。", "请补填数字。")
    MASKED = ("T136", W,
        "全文有{count}处“{claim}”，是隐去的数字，还是模板里没有填的空。",
        "报送的报告请填写实际的年份、名称；公开时隐去的不必理会。")

    # words
    WORDS_DOUBLED = ("T141", W,
        "“{claim}”里“{once}”写了两遍{times}。",
        "请删去重复的字。")
    TITLES_RUN_TOGETHER = ("T142", W,
        "“{claim}”里“{once}”出现两次，像是两个标题连在了一起。",
        "请改成一个标题。")
    NOUNS_RUN_TOGETHER = ("T143", W,
        "“{claim}”里两个说法连在了一起。",
        "请保留其中一个。")
    WORD_WRONG = ("T144", W,
        "“{around}”里“{claim}”应为“{against}”{times}。",
        "请改正。")
    PHRASES_DIFFER = ("T145", W,
        "“{claim}”与{where}的“{against}”只差几个字{times}，其中一处像是写错了。",
        "请核对后改正。")
    TERM_BROKEN = ("T146", W,
        "“{claim}”被标点断开，别处写作“{against}”。",
        "请核对标点。")

    YUAN_MISSING = ("T147", W,
        "“{claim}”后面缺“元”字{times}。",
        "请补上单位。")

    # marks
    QUOTES_UNBALANCED = ("T151", W,
        "“{claim}”里引号不成对：{why}{times}。",
        "请核对引号，前引号用“，后引号用”。")
    BRACKETS_UNBALANCED = ("T152", W,
        "“{claim}”里{why}不成对{times}。",
        "请补上缺的一半，或删去多余的一半。")
    MARKS_DOUBLED = ("T153", W,
        "“{claim}”处标点重复或多余{times}。",
        "请保留一个正确的标点。")
    ENDS_WITH_COMMA = ("T154", W,
        "这一段以“{claim}”结尾，话没有说完{times}。",
        "请补完，或改为句号。")
    SENTENCE_CUT_OFF = ("T160", W,
        "这一句到“{claim}”就断了，话没有说完。",
        "请补完。")
    LISTED_TWICE = ("T171", W,
        "“{claim}”里“{once}”列了两遍。",
        "请删去重复的一项，或改成原来要写的那一项。")
    WIDTHS_MIXED = ("T155", H,
        "全文有{count}处半角标点夹在汉字之间，如“{claim}”。",
        "请统一用全角标点。")
    BRACKETS_MIXED = ("T156", H,
        "全文有{count}处括号一半全角、一半半角，如“{claim}”。",
        "请统一。")
    FULL_STOP_MISSING = ("T157", H,
        "全文有{count}个段落末尾缺句号，如“…{claim}”。",
        "请补上。")
    ENDS_WITH_SEMICOLON = ("T158", H,
        "全文有{count}处最后一项以分号结尾，如“…{claim}”。",
        "最后一项请改为句号。")

    STOP_MISSING = ("T159", W,
        "“{claim}”处前一项末尾缺标点{times}。",
        "请补上分号或句号，或另起一段。")

    # copies
    TEXT_REPEATED = ("T161", W,
        "这段话在{count}处重复：{against}。",
        "各章应写各自的内容，请改写重复的地方。")
    CHAPTERS_EQUAL = ("T162", E,
        "“{claim}”的内容与“{against}”完全相同。",
        "请分别写各自的内容。")
    DEFINITION_AS_FINDING = ("T163", W,
        "“{claim}”是评价指标的解释，不是评价情况。",
        "请写本项目的实际情况，删去指标解释。")
    PURPOSE_AS_BACKGROUND = ("T164", W,
        "“{chapter}”里写的是评价的依据和目的（“{claim}”），不是项目背景。",
        "请写项目为什么设立、依据什么文件；评价目的移到评价工作的章节。")
    WORD_OF_ANOTHER_UNIT = ("T165", W,
        "“{claim}”不是本单位（{against}）的说法，像是从别的单位的报告里抄来的。",
        "请改为本单位的会议或称呼。")
    LEVELS_EQUAL = ("T166", W,
        "三级指标“{claim}”与{against}同名，没有细化。",
        "请把三级指标写成可以衡量的具体内容。")
    REASON_COPIED = ("T167", W,
        "“{claim}”的偏差原因与“{against}”的一字不差：{reason}",
        "请分别写明各自的原因和改进措施。")
    LABEL_AND_TEXT_DIFFER = ("T168", W,
        "“{label}”后面写的是{claim}。",
        "请写与小标题相符的内容。")
    SENTENCE_REPEATED = ("T169", W,
        "“{claim}”在{against}已经写过一遍。",
        "请删去重复的一句，或改写。")
    APPROVED_BY_ANOTHER_FIELD = ("T170", H,
        "“{claim}”只在这里出现一次，全文没有一处说到它主管的事，像是从别的报告里抄来的。",
        "请核对审批、拨款的部门。")
