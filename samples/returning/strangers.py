"""The last units of the heap, projects that nobody asked for, and what is no form at all."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from returning.containers import encrypted
from returning.formats import biff, ods
from returning.forms import NAME, read
from returning.post import CHAT, DISK, MAIL, Form, Post, Sent, anonymous, form_of, mail
from returning.projects import COUNTY, Row, project, sent
from returning.tampering import Trouble, bomb, word
from xltools.collect.xlsx import Cell, Page, write_workbook
from xltools.package import load_bytes


def forests(post: Post, all_sent: Sent) -> None:
    """Other formats, another name, another region's form."""
    form = form_of(all_sent[33])
    form.copy.data = biff(form.copy.book.snapshot)
    post.form(form, mail(all_sent[33]).replace(".xlsx", ".et"), "03-20 15:00")

    form = form_of(all_sent[34])
    first = post.form(form, mail(all_sent[34]), "03-20 15:03")
    same = ods(load_bytes(first.data, NAME).snapshot)
    post.again(first, f"{DISK}/林业和草原局/{all_sent[34].name}.ods", "03-21 08:30", same)

    one = replace(all_sent[35], layout="national-2020")
    form = Form(one)
    form.fill(anonymous(sent(one)))
    other = post.form(form, mail(one), "03-20 15:06", "refused")
    other.reason = "表样是 national-2020，发出的是 kashi-2020"
    other.troubles.append(Trouble("other_region", "", "kashi-2020", "national-2020"))

    form = form_of(all_sent[36])
    wrong = post.form(form, mail(all_sent[36]).replace(".xlsx", ".xls"), "03-20 15:09")
    wrong.troubles.append(Trouble("wrong_ending", "", ".xlsx", ".xls"))


def emergencies(post: Post, all_sent: Sent) -> None:
    """Late, empty, without a mark."""
    late = post.form(form_of(all_sent[37]), mail(all_sent[37]), "04-07 09:20", "findings")
    late.troubles.append(Trouble("late", "", "2025-03-31", "2025-04-07"))
    one = all_sent[38]
    inside = f"{MAIL}/应急管理局(补).zip/{one.code}-{one.name}.xlsx"
    late = post.form(form_of(one), inside, "04-02 17:50", "findings")
    late.troubles.append(Trouble("late", "", "2025-03-31", "2025-04-02"))

    one = all_sent[39]
    for data, path, code in (
        (sent(one), mail(one), one.code),
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


def labour(post: Post, all_sent: Sent) -> None:
    """What cannot be read, and what was sent instead."""
    page = "<html><head><title>登录已超时</title></head><body><p>登录已超时，请重新登录后下载。</p></body></html>"
    path = mail(all_sent[45]).replace(".xlsx", ".xls")
    post.refuse(path, page.encode(), "03-22 11:00", "网页", "html_as_xls", all_sent[45])
    old = biff(form_of(all_sent[45]).copy.book.snapshot)
    path = f"{DISK}/人社局/公益性岗位.xls"
    post.refuse(path, old[: len(old) // 3], "03-23 11:00", "损坏", "truncated", all_sent[45])

    form = form_of(all_sent[46])
    locked = encrypted(form.copy.data, "2024")
    post.refuse(mail(all_sent[46]), locked, "03-22 11:03", "已加密", "encrypted", all_sent[46])
    post.form(form, mail(all_sent[46]).replace(".xlsx", "(无密码).doc"), "03-24 08:30")

    first = post.form(form_of(all_sent[47]), mail(all_sent[47]), "03-22 11:06")
    post.again(first, f"{MAIL}/人社局打包.zip/零工市场.xlsx", "03-22 11:30")

    whole = form_of(all_sent[48]).copy.data
    post.refuse(
        mail(all_sent[48]),
        bomb(whole, 65),
        "03-22 11:09",
        "超过上限",
        "zip_bomb",
        all_sent[48],
    )


def unexpected(post: Post, all_sent: Sent) -> None:
    """Projects that are not on the roster; one whose words begin as a formula does."""
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
        form = form_of(one)
        if number == 903:
            place = read(form.copy.book).evaluation.fields["objective_achieved"].place
            form.copy.put(place, "=SUM(1,2) 这样开头的字不是公式，也不能变成公式。")
            form.copy.troubles.append(Trouble("formula_like", str(place)))
        found = post.form(form, mail(one), "03-24 15:00", "findings")
        found.reason = "名册中没有这个项目"
        found.troubles.append(Trouble("unexpected"))
        if number == 902:
            same = ods(load_bytes(found.data, NAME).snapshot)
            post.again(found, f"{CHAT}/档案.ods", "03-24 15:30", same)


def rubbish(post: Post, all_sent: Sent) -> None:
    """What lies among the forms in every mailbox."""
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
