"""Papers that a report cites: their numbers (财预〔2020〕10号), titles (《…》), and which belong."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xltools.audit.claims.claim import Claim
from xltools.audit.report import Line, Report
from xltools.patterns import Pattern

_NUMBER = Pattern(
    r"(?P<issuer>[\u4e00-\u9fff]{2,14})"
    r"(?P<open>[〔\[【(])(?P<year>(?:19|20)\d\d)年?(?P<close>[〕\]】)])"
    r"(?P<rank>第?)(?P<number>\d{1,5})(?P<hao>(?:\))?号)?"
)
_STANDARD = "〔"
_ISSUING = "字发办函文通预财电令规知党政绩行社农教综库监建会审价企人组宣统纪科"
"""Last characters of the words before a number; where 号 is missing one of them must be there."""
_NO_HAO_ENDS = ")]】》,。;、:"
_NOT_A_PAPER = Pattern(r"[楼线机井馆公路地桥库房院仓栋店车船]")
_LEADING = Pattern(
    r".*(?:根据|依据|按照|依照|遵照|遵循|落实|关于|文件|通知|精神|转发|下达|印发|执行|发布|规定|要求|办法|意见|"
    r"厅|局(?!字)|委员会|政府(?!办)|的|《|以及|并以|经)(?=[\u4e00-\u9fff]{2,})"
)
_TITLE = Pattern(r"《(?:[^《》]|《[^《》]*》)*》")


class Paper(Claim, frozen=True):
    """A paper's number as a report prints it.

    `opening` is the bracket as it was typed, in full width or half; `has_hao` tells if 号 stands
    behind, `hao_outside` if it stands behind a bracket that closes too early: (…〔2018〕151)号.
    """

    issuer: str
    year: int
    number: int
    opening: str
    bracket: str
    has_hao: bool
    hao_outside: bool
    ranked: bool

    @property
    def name(self) -> str:
        """The number as the rules for papers want it."""
        return f"{self.issuer}〔{self.year}〕{self.number}号"

    @property
    def written(self) -> str:
        """As it was written."""
        return self.line.words(self.start, self.end)

    def is_same(self, other: Paper) -> bool:
        """True if both are one paper, whatever brackets they are written with."""
        a, b = self.issuer, other.issuer
        same_issuer = a.endswith(b) or b.endswith(a)
        return same_issuer and (self.year, self.number) == (other.year, other.number)


class Title(Claim, frozen=True):
    """《…》 in a report; `core` are the words that tell papers apart."""

    core: str

    @property
    def written(self) -> str:
        """As it was written, with its marks."""
        return self.line.words(self.start, self.end)


class Citation(Struct, frozen=True):
    """A title with the number that stands beside it."""

    title: Title
    paper: Paper


def find_papers(report: Report) -> tuple[Paper, ...]:
    """Return the numbers of papers, in order."""
    return tuple(each for line in _lines(report) for each in papers_in(line))


def find_titles(report: Report) -> tuple[Title, ...]:
    """Return what stands between 《 and 》, in order."""
    return tuple(each for line in _lines(report) for each in _titles_in(line))


def find_citations(report: Report) -> tuple[Citation, ...]:
    """Return the titles with a number beside them: 《…》（…号）, 《…》…号, …号《…》."""
    return tuple(each for line in _lines(report) for each in _citations_in(line))


def _lines(report: Report) -> Iterator[Line]:
    return (line for line in report.lines if line.kind != "contents")


def papers_in(line: Line) -> Iterator[Paper]:
    """Yield the numbers of papers in one line.

    >>> from xltools.audit.report import make_line
    >>> line = make_line(0, "根据陶财预【2022】1号文件、新网工委明电〔2018〕3）")
    >>> [(each.name, each.has_hao) for each in papers_in(line)]
    [('陶财预〔2022〕1号', True), ('新网工委明电〔2018〕3号', False)]
    """
    for found in _NUMBER.finditer(line.text):
        behind = line.text[found.end() : found.end() + 1]
        if found["hao"] is None and not (
            found["issuer"][-1] in _ISSUING and (not behind or behind in _NO_HAO_ENDS)
        ):
            continue
        if found["hao"] and behind and _NOT_A_PAPER.match(behind):
            continue
        lead = _LEADING.match(found["issuer"])
        start = found.start() + (lead.end() if lead else 0)
        yield Paper(
            line, start, found.end(), line.text[start : found.end("issuer")],
            int(found["year"]), int(found["number"]),
            line.raw[line.offsets[found.start("open")]], found["open"],
            found["hao"] is not None, (found["hao"] or "").startswith(")"),
            bool(found["rank"]),
        )  # fmt: skip


_BARE = Pattern(
    rf"(?<=\()(?P<issuer>[\u4e00-\u9fff]{{1,13}}[{_ISSUING}绩])(?P<year>20[0-4]\d)年?(?P<number>\d{{1,4}})号(?=\)|文)"
)


def find_bare_numbers(report: Report) -> tuple[tuple[Line, int, int, str], ...]:
    """Return numbers whose year has no brackets, （洪财绩2023 1号）, and how they are to be written."""
    return tuple(
        (line, *found.span(), f"{found['issuer']}〔{found['year']}〕{found['number']}号")
        for line in _lines(report)
        for found in _BARE.finditer(line.text)
    )


def _titles_in(line: Line) -> Iterator[Title]:
    for found in _TITLE.finditer(line.text):
        yield Title(line, found.start(), found.end(), core_of(found[0][1:-1]))


def _citations_in(line: Line) -> Iterator[Citation]:
    titles, papers = list(_titles_in(line)), list(papers_in(line))
    taken: set[int] = set()
    for title in titles:
        for paper in papers:
            between = line.text[title.end : paper.start]
            if title.end <= paper.start and _BESIDE.fullmatch(between):
                taken.add(paper.start)
                yield Citation(title, paper)
    for title in titles:
        for paper in papers:
            between = line.text[paper.end : title.start]
            after = paper.end <= title.start and between in ("", ")")
            if after and paper.start not in taken:
                yield Citation(title, paper)


_BESIDE = Pattern(r"(?:的?通知)?\(?")


_WRAPPING = Pattern(
    r"^.{0,24}?(?:印发|转发|下发|公布)(?=.)|(?:的)?通知$|[《》〈〉<>“”\"、,\s]|\((?:试行|暂行|修订|征求意见稿)\)"
)
_AUTHORS = Pattern(r"^(?:中华人民共和国|中共中央|国务院|财政部|关于)+")


def core_of(title: str) -> str:
    """Return the words of a title without authors, 印发…的通知 and marks.

    >>> core_of("财政部关于印发〈项目支出绩效评价管理办法〉的通知")
    '项目支出绩效评价管理办法'
    >>> core_of("中共中央 国务院关于全面实施预算绩效管理的意见")
    '全面实施预算绩效管理的意见'
    """
    return _AUTHORS.sub("", _WRAPPING.sub("", title.replace(" ", "")))
