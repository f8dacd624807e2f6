"""What became of each form: forty-eight projects, and all that can go wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from returning.containers import encrypted
from returning.formats import biff, ods
from returning.forms import NAME, read
from returning.post import Form, Post, anonymous
from returning.projects import COUNTY, Project, Row, project, sent
from returning.tampering import Trouble, bomb, differences, resaved, word
from xltools import anchors
from xltools.collect.xlsx import Cell, Page, write_workbook
from xltools.model import Place
from xltools.package import load_bytes

BUDGETS_DIFFER = ((COUNTY + "文化和旅游局", Decimal("210.05"), Decimal("240.05")),)
"""Units whose projects add up to another budget than the roster's: unit, planned, returned."""

MAIL, CHAT, DISK = "邮箱", "微信", "U盘"
Sent = Mapping[int, Project]


def happenings(all_sent: Sent) -> Post:
    """The whole heap; 4, 32 and 41 to 44 never come."""
    post = Post()
    for part in (_roads, _schools, _health, _water, _farming, _welfare, _culture, _disabled,
                 _forests, _emergencies, _labour, _unexpected, _rubbish):  # fmt: skip
        part(post, all_sent)
    return post


def _mail(one: Project, tail: str = "") -> str:
    """A form under its own name in the folder of its unit."""
    return f"{MAIL}/{one.unit}/{one.code}-{one.name}{tail}.xlsx"


def _filled(one: Project, short: str = "", number: int = 0) -> Form:
    form = Form(one, short, number)
    form.fill()
    return form


def _as_ods(form: Form) -> Form:
    """The form saved as .ods."""
    form.copy.data = ods(form.copy.book.snapshot)
    return form


def _roads(post: Post, all_sent: Sent) -> None:
    one = all_sent[1]
    first = post.form(_filled(one), _mail(one), "03-11 10:20")
    post.again(first, f"{DISK}/交通运输局/{one.name}.xlsx", "03-18 15:02")
    same = ods(load_bytes(first.data, NAME).snapshot)
    post.again(first, f"{DISK}/交通运输局/{one.name}.ods", "03-18 15:03", same)

    renamed = post.form(_filled(all_sent[2]), f"{CHAT}/新建 XLSX 工作表(1).xlsx", "03-12 09:41")
    renamed.troubles.append(Trouble("renamed"))

    one = all_sent[3]
    draft = post.form(_filled(one), _mail(one), "03-10 16:05", replaced=True)
    later = post.form(
        _filled(one, "outcome", number=1), _mail(one, "(修改稿)"), "03-25 11:30", of=draft.path
    )
    later.troubles += differences(draft.data, later.data)


def _schools(post: Post, all_sent: Sent) -> None:
    first = post.form(_filled(all_sent[5]), _mail(all_sent[5]), "03-13 08:55")
    post.again(first, f"{CHAT}/自评表(2).xlsx", "03-14 19:12")

    one = all_sent[6]  # its reason is what others copy
    form = _filled(one, "quantity")
    place = form.copy.row("quantity").deviation_note.place
    first = post.form(form, _mail(one), "03-13 08:57", "findings")
    first.troubles.append(Trouble("same_reason", str(place)))
    again = resaved(first.data, first.time.replace(hour=17))
    post.again(first, f"{DISK}/教育局/{one.name}-另存.xlsx", "03-13 17:40", again)

    form = _filled(all_sent[7])
    form.copy.relabel("年度指标值", "调整后指标值")
    post.form(form, _mail(all_sent[7]), "03-13 09:02", "findings")

    one = all_sent[8]
    form = _filled(one)
    form.copy.put(form.copy.row("outcome").points.place, Decimal(25), "points_changed")
    form.copy.put(form.copy.row("outcome").typed_score.place, Decimal(25))
    form.copy.put(form.copy.row("cost").points.place, Decimal(20), "points_changed")
    form.copy.put(form.copy.row("cost").typed_score.place, Decimal(20))
    bad = post.form(form, _mail(one), "03-13 09:05", "findings", replaced=True)
    good = post.form(_filled(one), _mail(one, "-更正"), "03-24 14:21", of=bad.path)
    good.troubles += differences(bad.data, good.data)


def _health(post: Post, all_sent: Sent) -> None:
    one = all_sent[9]
    form = _filled(one)
    form.copy.put(form.copy.row("outcome").target.place, "≥4000人次", "target_changed")
    post.form(form, _mail(one), "03-14 10:10", "findings")

    one = all_sent[10]
    form = _filled(one)
    tail = form.copy.book.snapshot.names[anchors.TOTAL_POINTS]
    place = Place(tail.sheet, tail.row, tail.column)
    form.copy.put(place, Decimal(100), "formula_overwritten")
    post.form(form, _mail(one), "03-14 10:12", "findings")

    one = all_sent[11]
    form = _filled(one)
    head = form.copy.book.snapshot.names[anchors.SPENDING]
    first = Place(head.sheet, head.row + 1, head.column + 1)
    amount = (form.filling.outturn * Decimal("0.7")).quantize(Decimal("0.01"))
    form.copy.put(first, amount - 5)
    total = next(iter(form.copy.book.snapshot.sheet(head.sheet).formulas))  # type: ignore[union-attr]
    form.copy.put_cached(Place(head.sheet, *total), form.filling.outturn)
    post.form(form, _mail(one), "03-14 10:15", "findings")

    form = _filled(all_sent[12])
    form.copy.unprotect()
    post.form(form, _mail(all_sent[12]), "03-14 10:19", "findings")


def _water(post: Post, all_sent: Sent) -> None:
    one = all_sent[13]
    whole = _filled(one).copy.data
    post.refuse(
        _mail(one), whole[: len(whole) * 2 // 3], "03-15 09:30", "不完整", "truncated", one
    )
    near = replace(one, unit=f"{COUNTY}水利局", name="农村饮水安全巩固提升工程")
    form = Form(near, number=1)
    form.fill(anonymous(sent(near)))
    found = post.form(
        form, f"{CHAT}/农村饮水安全巩固提升工程自评表.xlsx", "03-21 20:14", "findings"
    )
    found.code, found.reason = "", f"名册中没有这个项目，近似的是 {one.code}"
    found.troubles.append(Trouble("near_miss", "", one.code))

    one = all_sent[14]
    form = _filled(one, "outcome")
    form.copy.put(form.copy.row("outcome").typed_score.place, Decimal(30), "typed_score")
    earned = form.score
    assert earned is not None
    lost = 30 - form.filling.score()["outcome"].quantize(Decimal("0.01"))
    total = form.copy.book.snapshot.names[anchors.TOTAL_SCORE]
    place = Place(total.sheet, total.row, total.column)
    form.copy.put(place, earned + lost, "typed_score")
    post.form(form, _mail(one), "03-15 09:33", "findings", typed=earned + lost)

    one = all_sent[15]
    form = Form(one)
    form.filling.texts = False
    form.filling.actual |= {"outcome": "", "beneficiary": "", "cost": ""}
    form.fill()
    half = post.form(form, _mail(one), "03-15 09:36", "findings", replaced=True)
    half.typed = half.score = None
    half.troubles += [
        Trouble("half_filled", str(form.copy.row(part).actual.place))
        for part in ("cost", "outcome", "beneficiary")
    ]
    whole_form = _filled(one, number=1)
    later = post.form(whole_form, _mail(one, "(补全)"), "03-26 16:44", of=half.path)
    later.troubles += differences(half.data, later.data)

    one = all_sent[16]
    first_form = _filled(one)
    first_form.copy.data = biff(first_form.copy.book.snapshot)
    first = post.form(
        first_form, _mail(one).replace(".xlsx", ".xls"), "03-15 09:40", replaced=True
    )
    second = post.form(_filled(one, number=1), _mail(one), "03-22 10:00", of=first.path)
    second.troubles += differences(first.data, second.data)


def _farming(post: Post, all_sent: Sent) -> None:
    outer = f"{MAIL}/农业农村局报送.zip"
    inner = f"{outer}/补报材料.zip"
    post.gbk |= {outer, inner}

    def name(one: Project) -> str:
        return f"{one.code}-{one.name}.xlsx"

    post.form(_filled(all_sent[17]), f"{outer}/自评表/{name(all_sent[17])}", "03-17 11:00")
    post.form(_filled(all_sent[18]), f"{inner}/{name(all_sent[18])}", "03-16 17:20")
    form = _filled(all_sent[19])
    form.copy.older_version()
    old = post.form(form, f"{inner}/{name(all_sent[19])}", "03-16 17:24", "refused")
    old.reason = "表样版本是 0，发出的是 1"
    picture = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
    post.refuse(f"{outer}/签字页.jpg", picture, "03-17 11:01", "图片", "picture")
    post.ignore(
        f"{outer}/自评表/Thumbs.db",
        b"\xd0\xcf\x11\xe0" + bytes(60),
        "03-17 11:02",
        "system_file",
    )

    one = all_sent[20]
    form = _filled(one)
    data = form.copy.data
    first = post.form(_as_ods(form), _mail(one).replace(".xlsx", ".ods"), "03-17 14:30")
    post.again(first, f"{DISK}/农业农村局/{one.code}-{one.name}.xlsx", "03-19 09:10", data)


def _welfare(post: Post, all_sent: Sent) -> None:
    row: Row = (
        "城乡困难群众临时救助", "补助", "179.6", "救助困难群众", 700, "人次", "social",
        "缓解生活困难", 580, "户",
    )  # fmt: skip
    one = project(21, all_sent[21].unit, all_sent[21].layout, row, year=2023)
    late = post.form(_filled(one), _mail(all_sent[21]), "03-18 08:40", "refused")
    late.code, late.reason = all_sent[21].code, "年度是 2023，应为 2024"
    late.troubles.append(Trouble("wrong_year", "", "2024", "2023"))

    form = _filled(all_sent[22])
    form.copy.delete_row("quality")
    gone = post.form(form, _mail(all_sent[22]), "03-18 08:44", "findings")
    assert gone.score is not None
    gone.score -= 10

    one = all_sent[23]
    form = _filled(one, "outcome")
    form.copy.hide_row(form.copy.row("outcome").name.place)
    hidden = post.form(form, _mail(one), "03-18 08:47", "findings")
    post.again(hidden, f"{CHAT}/婚姻登记场所(最终).xlsx", "03-18 09:30")

    form = _filled(all_sent[24], "outcome")
    form.copy.whiten(form.copy.row("outcome").deviation_note.place)
    post.form(form, _mail(all_sent[24]), "03-18 08:50", "findings")


def _culture(post: Post, all_sent: Sent) -> None:
    for number in (25, 26, 27, 28):
        one = all_sent[number]
        form = Form(one)
        form.filling.outturn = one.budget
        form.filling.actual["cost"] = f"{one.budget}万元"
        form.fill()
        if number == 28:
            more = one.budget + 30
            money = read(form.copy.book).evaluation.funding["total"].amounts
            form.copy.put(money["revised_budget"].place, more, "budget_changed")
        found = post.form(form, _mail(one), "03-19 10:00", "findings")
        if number == 28:  # ten points for what was spent of the larger budget
            found.score = 90 + (10 * one.budget / (one.budget + 30)).quantize(Decimal("0.01"))
        found.troubles.append(Trouble("all_full"))
        if number == 26:
            form = Form(one)
            form.filling.outturn = one.budget
            form.filling.actual |= {"cost": f"{one.budget}万元", "outcome": "30份"}
            form.fill()
            path = _mail(one, "（改）").replace(".xlsx", ".ods")
            later = post.form(_as_ods(form), path, "03-27 09:00", "findings", of=found.path)
            found.replaced = True
            later.troubles += [Trouble("all_full"), *differences(found.data, later.data)]
        if number == 27:
            again = resaved(found.data, found.time.replace(hour=16))
            post.again(found, f"{CHAT}/送戏下乡绩效.xlsx", "03-19 16:45", again)


def _disabled(post: Post, all_sent: Sent) -> None:
    reason = _filled(all_sent[6], "quantity").filling.notes["quantity"]
    for number in (29, 30):
        form = Form(all_sent[number], "quantity")
        form.filling.notes["quantity"] = reason
        form.fill()
        place = form.copy.row("quantity").deviation_note.place
        found = post.form(form, _mail(all_sent[number]), "03-20 09:15", "findings")
        found.troubles.append(Trouble("same_reason", str(place), "", reason))
    one = all_sent[31]
    archive = f"{MAIL}/残疾人联合会.zip"
    first = post.form(_filled(one), f"{archive}/{one.code}-{one.name}.xlsx", "03-20 09:18")
    same = biff(load_bytes(first.data, NAME).snapshot)
    post.again(first, f"{DISK}/残疾人联合会/无障碍改造.et", "03-20 11:40", same)
    report = word([f"{one.name}项目支出绩效自评报告", "一、项目基本情况", "项目按照批复实施。"])
    post.refuse(f"{archive}/绩效自评报告.docx", report, "03-20 09:19", "Word", "word_file")


def _forests(post: Post, all_sent: Sent) -> None:
    form = _filled(all_sent[33])
    form.copy.data = biff(form.copy.book.snapshot)
    post.form(form, _mail(all_sent[33]).replace(".xlsx", ".et"), "03-20 15:00")

    form = _filled(all_sent[34])
    first = post.form(form, _mail(all_sent[34]), "03-20 15:03")
    same = ods(load_bytes(first.data, NAME).snapshot)
    post.again(first, f"{DISK}/林业和草原局/{all_sent[34].name}.ods", "03-21 08:30", same)

    one = replace(all_sent[35], layout="national-2020")
    form = Form(one)
    form.fill(anonymous(sent(one)))
    other = post.form(form, _mail(one), "03-20 15:06", "refused")
    other.reason = "表样是 national-2020，发出的是 kashi-2020"
    other.troubles.append(Trouble("other_region", "", "kashi-2020", "national-2020"))

    form = _filled(all_sent[36])
    wrong = post.form(form, _mail(all_sent[36]).replace(".xlsx", ".xls"), "03-20 15:09")
    wrong.troubles.append(Trouble("wrong_ending", "", ".xlsx", ".xls"))


def _emergencies(post: Post, all_sent: Sent) -> None:
    late = post.form(_filled(all_sent[37]), _mail(all_sent[37]), "04-07 09:20", "findings")
    late.troubles.append(Trouble("late", "", "2025-03-31", "2025-04-07"))
    one = all_sent[38]
    inside = f"{MAIL}/应急管理局(补).zip/{one.code}-{one.name}.xlsx"
    late = post.form(_filled(one), inside, "04-02 17:50", "findings")
    late.troubles.append(Trouble("late", "", "2025-03-31", "2025-04-02"))

    one = all_sent[39]
    for data, path, code in (
        (sent(one), _mail(one), one.code),
        (anonymous(sent(replace(one, budget=Decimal(1)))), f"{DISK}/空白表.xlsx", ""),
    ):
        form = Form(one)
        form.copy.data = data
        empty = post.form(form, path, "03-21 10:00", "refused")
        empty.reason, empty.code = "没有填写", code
        empty.outturn = None
        empty.troubles.append(Trouble("empty"))
    one = replace(all_sent[40], name="应急避难场所　建设", unit=f"{COUNTY} 应急管理局")
    form = Form(one)
    form.fill(anonymous(sent(one)))
    named = post.form(form, f"{CHAT}/避难场所.xlsx", "03-21 10:08")
    named.unit = all_sent[40].unit
    named.troubles.append(Trouble("matched_by_name", "", all_sent[40].name, one.name))


def _labour(post: Post, all_sent: Sent) -> None:
    page = "<html><head><title>登录已超时</title></head><body><p>登录已超时，请重新登录后下载。</p></body></html>"
    path = _mail(all_sent[45]).replace(".xlsx", ".xls")
    post.refuse(path, page.encode(), "03-22 11:00", "网页", "html_as_xls", all_sent[45])
    old = biff(_filled(all_sent[45]).copy.book.snapshot)
    path = f"{DISK}/人社局/公益性岗位.xls"
    post.refuse(path, old[: len(old) // 3], "03-23 11:00", "损坏", "truncated", all_sent[45])

    form = _filled(all_sent[46])
    locked = encrypted(form.copy.data, "2024")
    post.refuse(_mail(all_sent[46]), locked, "03-22 11:03", "已加密", "encrypted", all_sent[46])
    post.form(form, _mail(all_sent[46]).replace(".xlsx", "(无密码).doc"), "03-24 08:30")

    first = post.form(_filled(all_sent[47]), _mail(all_sent[47]), "03-22 11:06")
    post.again(first, f"{MAIL}/人社局打包.zip/零工市场.xlsx", "03-22 11:30")

    whole = _filled(all_sent[48]).copy.data
    post.refuse(
        _mail(all_sent[48]),
        bomb(whole, 65),
        "03-22 11:09",
        "超过上限",
        "zip_bomb",
        all_sent[48],
    )


def _unexpected(post: Post, all_sent: Sent) -> None:
    rows: tuple[Row, ...] = (
        ("公路服务区厕所改造", "工程", "26.4", "改造厕所", 5, "座", "social", "服务旅客", 30000, "人次"),
        ("档案数字化", "服务", "31.8", "扫描档案", 90000, "页", "social", "提供查阅", 1200, "人次"),
        ("@云岭平台运维", "服务", "12.6", "维护服务器", 4, "台", "social", "服务网民", 5000, "人次"),
    )  # fmt: skip
    places = (
        (COUNTY + "交通运输局", "national-2020"),
        (COUNTY + "档案馆", "shanxi-2020"),
        (COUNTY + "大数据中心", "national-2020"),
    )
    for number, (row, (unit, layout)) in enumerate(zip(rows, places, strict=True), start=901):
        one = project(number, unit, layout, row)
        form = _filled(one)
        if number == 903:
            place = read(form.copy.book).evaluation.fields["objective_achieved"].place
            form.copy.put(place, "=SUM(1,2) 这样开头的字不是公式，也不能变成公式。")
            form.copy.troubles.append(Trouble("formula_like", str(place)))
        found = post.form(form, _mail(one), "03-24 15:00", "findings")
        found.reason = "名册中没有这个项目"
        found.troubles.append(Trouble("unexpected"))
        if number == 902:
            same = ods(load_bytes(found.data, NAME).snapshot)
            post.again(found, f"{CHAT}/档案.ods", "03-24 15:30", same)


def _rubbish(post: Post, all_sent: Sent) -> None:
    owner = "经办人".encode("utf-16-le")
    lock = b"\x03" + "经办人".encode("gbk") + bytes(47) + b"\x03\x00" + owner + bytes(103)
    first = all_sent[1]
    name = f"{MAIL}/{first.unit}/~${first.code}-{first.name}.xlsx"
    post.ignore(name, lock, "03-11 10:19", "lock_file")
    post.ignore(
        f"{MAIL}/Thumbs.db", b"\xd0\xcf\x11\xe0" + bytes(508), "03-22 08:00", "system_file"
    )
    store = b"\x00\x00\x00\x01Bud1" + bytes(120)
    post.ignore(f"{DISK}/.DS_Store", store, "03-22 08:01", "system_file")
    picture = b"\x89PNG\r\n\x1a\n" + bytes(60)
    post.refuse(f"{CHAT}/IMG_20250321.png", picture, "03-21 20:15", "图片", "picture")
    report = word(["云岭县教育局2024年度绩效自评工作报告", "全局四个项目均已自评。"])
    post.refuse(
        f"{MAIL}/{COUNTY}教育局/自评工作报告.docx", report, "03-13 09:10", "Word", "word_file"
    )
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    post.refuse(
        f"{MAIL}/{COUNTY}卫生健康局/自评表盖章扫描.pdf", pdf, "03-14 10:30", "PDF", "pdf"
    )
    post.refuse(f"{DISK}/卫生健康局.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40), "03-14 10:40", "RAR", "other_archive")  # fmt: skip
    post.refuse(f"{CHAT}/自评表.xlsx", b"", "03-15 12:00", "空文件", "no_bytes")
    cells = (
        (Cell("单位", "heading"), Cell("电话", "heading")),
        (Cell(first.unit), Cell("0000-0000000")),
    )
    contacts = write_workbook((Page("联系方式", (30, 20), cells, 1),), "联系方式", "contacts")
    post.refuse(f"{DISK}/各单位联系方式.xlsx", contacts, "03-10 08:00", "没有找到", "no_form")
    broken = post.files()[f"{MAIL}/残疾人联合会.zip"][0]
    post.refuse(f"{DISK}/残联.zip", broken[: len(broken) // 2], "03-20 10:00", "不完整", "broken_archive")  # fmt: skip
