"""Files that cannot be taken, or that nobody handed in: why, and what to do.

Where a reader says it more exactly (which part is damaged, which limit was passed), its own words
become the reason and only the number is taken from here.
"""

from __future__ import annotations

from xltools.findings import Catalogue, Severity

E, H = Severity.ERROR, Severity.HINT


class FileCode(Catalogue):
    """Every reason why a file is refused (errors) or ignored (hints)."""

    # fmt: off

    UNREADABLE = ("D10", E, "读不到“{name}”：{why}。", "请检查文件、权限和网络，再收一次。")
    FOLDER_UNREADABLE = ("D10", E,
        "文件夹“{name}”打不开：{why}，里面的文件都没有收。", "请检查权限和网络，再收一次。")
    LINKED_FILE = ("D10", E,
        "“{name}”是指向别处的链接，没有跟过去读。", "请把那个文件本身放进来，再收一次。")

    EMPTY = ("D11", E, "“{name}”是空文件（0 字节），可能没有传完。", "请对方重新发送。")
    EMPTY_ARCHIVE = ("D11", E, "压缩包“{name}”里没有文件。", "请对方重新打包发送。")
    DAMAGED = ("D11", E, "“{name}”已损坏或不完整：{why}。", "请对方重新发送。")

    ENCRYPTED = ("D12", E,
        "“{name}”已加密（设了打开密码）。", "请对方取消密码后重新发送。")
    ARCHIVE_ENCRYPTED = ("D12", E,
        "压缩包已加密，里面的“{name}”取不出来。", "请对方不设密码重新打包发送。")

    TOO_BIG = ("D13", E,
        "“{name}”超过上限 {limit} MB，不像一份自评表。", "请对方删去图片和多余的工作表后重新发送。")
    UNPACKS_TOO_BIG = ("D13", E,
        "压缩包“{name}”解开后超过上限 {limit} MB，没有收。", "请对方分成几个压缩包发送。")
    TOO_MANY = ("D13", E,
        "压缩包“{name}”里的文件超过上限 {limit} 个，没有收。", "请对方分成几个压缩包发送。")
    TOO_DEEP = ("D13", E,
        "“{name}”是压缩包套压缩包，超过上限 {limit} 层，没有打开。", "请对方直接打包文件，不要套压缩包。")
    TOO_LONG = ("D13", E,
        "读“{name}”用的时间超过上限，已放弃。", "请用 Excel 或 WPS 打开后另存，再报一次。")
    TOO_MUCH_MEMORY = ("D13", E,
        "读“{name}”要用的内存超过上限，已放弃。", "请删去多余的工作表和行列，另存后再报一次。")

    PICTURE = ("D14", E, "“{name}”是图片，里面的字读不到。", "请报送 .xlsx 原表。")
    PDF = ("D14", E, "“{name}”是 PDF 文件，不是工作簿。", "请报送 .xlsx 原表。")

    WORD = ("D15", E, "“{name}”是 Word 文档，不是工作簿。", "请报送 .xlsx 自评表。")
    WEB_PAGE = ("D15", E,
        "“{name}”是网页（HTML），里面没有自评表。", "请用 Excel 或 WPS 打开后另存为 .xlsx 再报。")
    OTHER_DOCUMENT = ("D15", E, "“{name}”是{kind}，不是工作簿。", "请报送 .xlsx 自评表。")

    OTHER_ARCHIVE = ("D16", E,
        "“{name}”是 {kind} 压缩包，打不开。", "请解压后报送里面的工作簿，或改用 zip 打包。")
    SPLIT_ARCHIVE = ("D16", E,
        "“{name}”是分卷压缩包的一部分，打不开。", "请不分卷重新打包发送。")
    PACKED_OTHERWISE = ("D16", E,
        "压缩包里的“{name}”用了不支持的压缩方式（{method}）。", "请改用普通 zip 重新打包发送。")

    NO_FORM = ("D17", E,
        "“{name}”里没有找到项目支出绩效自评表。", "请确认选对了文件，报送自评表。")

    CRASHED = ("D18", E,
        "读“{name}”时读表程序崩溃了，其他文件不受影响。", "请用 Excel 或 WPS 打开后另存，再报一次。")
    INTERNAL = ("D18", E,
        "读“{name}”时程序内部出错（{why}）。", "请把这一行和该文件发给维护者。")

    LOCK_FILE = ("D19", H,
        "“{name}”是表格打开时留下的占用标记，不是自评表。", "不用处理。")
    SYSTEM_FILE = ("D19", H, "“{name}”是系统自动生成的文件。", "不用处理。")
    HIDDEN = ("D19", H, "“{name}”是隐藏文件，或在隐藏文件夹里。", "不用处理；如果是报送的表，请改名后再收一次。")
    TEMPORARY = ("D19", H, "“{name}”是临时文件或没有下载完的文件。", "不用处理；如果是报送的表，请重新下载。")
    OWN_PRODUCT = ("D19", H, "“{name}”是{kind}，不是报送的表。", "不用处理。")
    OWN_COPY = ("D19", H, "“{name}”是本程序做的副本，旁边有原件“{original}”。", "不用处理。")
    LINK = ("D19", H, "“{name}”是指向别处文件夹的链接，没有进去。", "要收那里的文件，请直接指定那个文件夹。")


    # fmt: on

    @property
    def is_refusal(self) -> bool:
        """True where a sender is to be told; False for what nobody handed in."""
        return self.severity is Severity.ERROR
