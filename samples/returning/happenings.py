"""What became of each form: forty-eight projects, and all that can go wrong with them."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from returning.formats import biff, ods
from returning.forms import NAME, read
from returning.post import CHAT, DISK, MAIL, Form, Post, Sent, anonymous, as_ods, form_of, mail
from returning.projects import COUNTY, Project, Row, project, sent
from returning.strangers import emergencies, forests, labour, rubbish, unexpected
from returning.tampering import Trouble, differences, resaved, word
from xltools import anchors
from xltools.model import Place
from xltools.package import load_bytes

BUDGETS_DIFFER = ((COUNTY + "文化和旅游局", Decimal("210.05"), Decimal("240.05")),)
"""Units whose projects add up to another budget than the roster's: unit, planned, returned."""


def happenings(all_sent: Sent) -> Post:
    """The whole heap; 4, 32 and 41 to 44 never come."""
    post = Post()
    for part in (_roads, _schools, _health, _water, _farming, _welfare, _culture, _disabled,
                 forests, emergencies, labour, unexpected, rubbish):  # fmt: skip
        part(post, all_sent)
    return post


def _roads(post: Post, all_sent: Sent) -> None:
    one = all_sent[1]
    first = post.form(form_of(one), mail(one), "03-11 10:20")
    post.again(first, f"{DISK}/交通运输局/{one.name}.xlsx", "03-18 15:02")
    same = ods(load_bytes(first.data, NAME).snapshot)
    post.again(first, f"{DISK}/交通运输局/{one.name}.ods", "03-18 15:03", same)

    renamed = post.form(form_of(all_sent[2]), f"{CHAT}/新建 XLSX 工作表(1).xlsx", "03-12 09:41")
    renamed.troubles.append(Trouble("renamed"))

    one = all_sent[3]
    draft = post.form(form_of(one), mail(one), "03-10 16:05", replaced=True)
    later = post.form(
        form_of(one, "outcome", number=1), mail(one, "(修改稿)"), "03-25 11:30", of=draft.path
    )
    later.troubles += differences(draft.data, later.data)


def _schools(post: Post, all_sent: Sent) -> None:
    first = post.form(form_of(all_sent[5]), mail(all_sent[5]), "03-13 08:55")
    post.again(first, f"{CHAT}/自评表(2).xlsx", "03-14 19:12")

    one = all_sent[6]  # its reason is what others copy
    form = form_of(one, "quantity")
    place = form.copy.row("quantity").deviation_note.place
    first = post.form(form, mail(one), "03-13 08:57", "findings")
    first.troubles.append(Trouble("same_reason", str(place)))
    again = resaved(first.data, first.time.replace(hour=17))
    post.again(first, f"{DISK}/教育局/{one.name}-另存.xlsx", "03-13 17:40", again)

    form = form_of(all_sent[7])
    form.copy.relabel("年度指标值", "调整后指标值")
    post.form(form, mail(all_sent[7]), "03-13 09:02", "findings")

    one = all_sent[8]
    form = form_of(one)
    form.copy.put(form.copy.row("outcome").points.place, Decimal(25), "points_changed")
    form.copy.put(form.copy.row("outcome").typed_score.place, Decimal(25))
    form.copy.put(form.copy.row("cost").points.place, Decimal(20), "points_changed")
    form.copy.put(form.copy.row("cost").typed_score.place, Decimal(20))
    bad = post.form(form, mail(one), "03-13 09:05", "findings", replaced=True)
    good = post.form(form_of(one), mail(one, "-更正"), "03-24 14:21", of=bad.path)
    good.troubles += differences(bad.data, good.data)


def _health(post: Post, all_sent: Sent) -> None:
    one = all_sent[9]
    form = form_of(one)
    form.copy.put(form.copy.row("outcome").target.place, "≥4000人次", "target_changed")
    post.form(form, mail(one), "03-14 10:10", "findings")

    one = all_sent[10]
    form = form_of(one)
    tail = form.copy.book.snapshot.names[anchors.TOTAL_POINTS]
    place = Place(tail.sheet, tail.row, tail.column)
    form.copy.put(place, Decimal(100), "formula_overwritten")
    post.form(form, mail(one), "03-14 10:12", "findings")

    one = all_sent[11]
    form = form_of(one)
    head = form.copy.book.snapshot.names[anchors.SPENDING]
    first = Place(head.sheet, head.row + 1, head.column + 1)
    amount = (form.filling.outturn * Decimal("0.7")).quantize(Decimal("0.01"))
    form.copy.put(first, amount - 5)
    total = next(iter(form.copy.book.snapshot.sheet(head.sheet).formulas))  # type: ignore[union-attr]
    form.copy.put_cached(Place(head.sheet, *total), form.filling.outturn)
    post.form(form, mail(one), "03-14 10:15", "findings")

    form = form_of(all_sent[12])
    form.copy.unprotect()
    post.form(form, mail(all_sent[12]), "03-14 10:19", "findings")


def _water(post: Post, all_sent: Sent) -> None:
    one = all_sent[13]
    whole = form_of(one).copy.data
    post.refuse(
        mail(one), whole[: len(whole) * 2 // 3], "03-15 09:30", "不完整", "truncated", one
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
    form = form_of(one, "outcome")
    form.copy.put(form.copy.row("outcome").typed_score.place, Decimal(30), "typed_score")
    earned = form.score
    assert earned is not None
    lost = 30 - form.filling.score()["outcome"].quantize(Decimal("0.01"))
    total = form.copy.book.snapshot.names[anchors.TOTAL_SCORE]
    place = Place(total.sheet, total.row, total.column)
    form.copy.put(place, earned + lost, "typed_score")
    post.form(form, mail(one), "03-15 09:33", "findings", typed=earned + lost)

    one = all_sent[15]
    form = Form(one)
    form.filling.texts = False
    form.filling.actual |= {"outcome": "", "beneficiary": "", "cost": ""}
    form.fill()
    half = post.form(form, mail(one), "03-15 09:36", "findings", replaced=True)
    half.typed = half.score = None
    half.troubles += [
        Trouble("half_filled", str(form.copy.row(part).actual.place))
        for part in ("cost", "outcome", "beneficiary")
    ]
    whole_form = form_of(one, number=1)
    later = post.form(whole_form, mail(one, "(补全)"), "03-26 16:44", of=half.path)
    later.troubles += differences(half.data, later.data)

    one = all_sent[16]
    first_form = form_of(one)
    first_form.copy.data = biff(first_form.copy.book.snapshot)
    first = post.form(
        first_form, mail(one).replace(".xlsx", ".xls"), "03-15 09:40", replaced=True
    )
    second = post.form(form_of(one, number=1), mail(one), "03-22 10:00", of=first.path)
    second.troubles += differences(first.data, second.data)


def _farming(post: Post, all_sent: Sent) -> None:
    outer = f"{MAIL}/农业农村局报送.zip"
    inner = f"{outer}/补报材料.zip"
    post.gbk |= {outer, inner}

    def name(one: Project) -> str:
        return f"{one.code}-{one.name}.xlsx"

    post.form(form_of(all_sent[17]), f"{outer}/自评表/{name(all_sent[17])}", "03-17 11:00")
    post.form(form_of(all_sent[18]), f"{inner}/{name(all_sent[18])}", "03-16 17:20")
    form = form_of(all_sent[19])
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
    form = form_of(one)
    data = form.copy.data
    first = post.form(as_ods(form), mail(one).replace(".xlsx", ".ods"), "03-17 14:30")
    post.again(first, f"{DISK}/农业农村局/{one.code}-{one.name}.xlsx", "03-19 09:10", data)


def _welfare(post: Post, all_sent: Sent) -> None:
    row: Row = (
        "城乡困难群众临时救助", "补助", "179.6", "救助困难群众", 700, "人次", "social",
        "缓解生活困难", 580, "户",
    )  # fmt: skip
    one = project(21, all_sent[21].unit, all_sent[21].layout, row, year=2023)
    late = post.form(form_of(one), mail(all_sent[21]), "03-18 08:40", "refused")
    late.code, late.reason = all_sent[21].code, "年度是 2023，应为 2024"
    late.troubles.append(Trouble("wrong_year", "", "2024", "2023"))

    form = form_of(all_sent[22])
    form.copy.delete_row("quality")
    gone = post.form(form, mail(all_sent[22]), "03-18 08:44", "findings")
    assert gone.score is not None
    gone.score -= 10

    one = all_sent[23]
    form = form_of(one, "outcome")
    form.copy.hide_row(form.copy.row("outcome").name.place)
    hidden = post.form(form, mail(one), "03-18 08:47", "findings")
    post.again(hidden, f"{CHAT}/婚姻登记场所(最终).xlsx", "03-18 09:30")

    form = form_of(all_sent[24], "outcome")
    form.copy.whiten(form.copy.row("outcome").deviation_note.place)
    post.form(form, mail(all_sent[24]), "03-18 08:50", "findings")


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
        found = post.form(form, mail(one), "03-19 10:00", "findings")
        if number == 28:  # ten points for what was spent of the larger budget
            found.score = 90 + (10 * one.budget / (one.budget + 30)).quantize(Decimal("0.01"))
        found.troubles.append(Trouble("all_full"))
        if number == 26:
            form = Form(one)
            form.filling.outturn = one.budget
            form.filling.actual |= {"cost": f"{one.budget}万元", "outcome": "30份"}
            form.fill()
            path = mail(one, "（改）").replace(".xlsx", ".ods")
            later = post.form(as_ods(form), path, "03-27 09:00", "findings", of=found.path)
            found.replaced = True
            later.troubles += [Trouble("all_full"), *differences(found.data, later.data)]
        if number == 27:
            again = resaved(found.data, found.time.replace(hour=16))
            post.again(found, f"{CHAT}/送戏下乡绩效.xlsx", "03-19 16:45", again)


def _disabled(post: Post, all_sent: Sent) -> None:
    reason = form_of(all_sent[6], "quantity").filling.notes["quantity"]
    for number in (29, 30):
        form = Form(all_sent[number], "quantity")
        form.filling.notes["quantity"] = reason
        form.fill()
        place = form.copy.row("quantity").deviation_note.place
        found = post.form(form, mail(all_sent[number]), "03-20 09:15", "findings")
        found.troubles.append(Trouble("same_reason", str(place), "", reason))
    one = all_sent[31]
    archive = f"{MAIL}/残疾人联合会.zip"
    first = post.form(form_of(one), f"{archive}/{one.code}-{one.name}.xlsx", "03-20 09:18")
    same = biff(load_bytes(first.data, NAME).snapshot)
    post.again(first, f"{DISK}/残疾人联合会/无障碍改造.et", "03-20 11:40", same)
    report = word([f"{one.name}项目支出绩效自评报告", "一、项目基本情况", "项目按照批复实施。"])
    post.refuse(f"{archive}/绩效自评报告.docx", report, "03-20 09:19", "Word", "word_file")
