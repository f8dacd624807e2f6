"""What a sheet's XML holds beside its cells: widths of columns, validations, protection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from xltools.errors import NotAWorkbookError
from xltools.package.cells import escape, quoted
from xltools.package.outline import outline
from xltools.package.sheet_order import place_behind_cells
from xltools.package.shift import reference_of
from xltools.patterns import BytePattern
from xltools.snapshot import Validation

_ATTRIBUTE = BytePattern(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_EXTENSION = BytePattern(
    rb"<(?:\w+:)?ext\s[^>]*\{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF\}[^>]*>.*?</(?:\w+:)?ext\s*>",
    re.DOTALL | re.IGNORECASE,
)
"""Where newer programs keep validations that look at other sheets."""
_NO_EXTENSIONS = BytePattern(rb"<(\w+:)?extLst\s*>\s*</(\w+:)?extLst\s*>")

_TRUE = ("1", "true", "on")
_NEAR = 0.1
"""Widths that differ less are the same, rounded by some program."""

_OPEN = {"formatColumns", "formatRows", "insertHyperlinks", "sort", "autoFilter"}
"""What a protected form allows: True means forbidden, as everywhere in protection."""
_FORBIDDEN = {
    "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows",
    "insertHyperlinks", "deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables",
}  # fmt: skip
_ALLOWED = {"sheet", "objects", "scenarios", "selectLockedCells", "selectUnlockedCells"}
_SECRETS = {"password", "hashValue", "algorithmName", "saltValue"}


class SheetFrame:
    """A sheet's XML; each method brings one thing into the state that is wanted."""

    def __init__(self, xml: bytes, label: str) -> None:
        self.xml, self._label = xml, label
        self._prefix = xml[xml.rindex(b"</") + 2 : xml.rindex(b"worksheet")]

    # --- columns

    def set_widths(self, widths: Mapping[int, float]) -> None:
        """Give columns their widths and show them; what else a column has stays."""
        block = self._find("cols")
        old = list(self._columns(block[0])) if block else []
        new = _with_widths(old, widths)
        if new == old:
            return
        tags = (
            b"<%scol %s/>"
            % (self._prefix, b" ".join(b'%s="%s"' % pair for pair in col.items()))
            for col in new
        )
        self._put("cols", b"<%scols>%s</%scols>" % (self._prefix, b"".join(tags), self._prefix))

    def _columns(self, block: bytes) -> Iterator[dict[bytes, bytes]]:
        for tag in re.findall(rb"<%scol\s([^>]*)>" % self._prefix, block):
            yield {key: double or single for key, double, single in _ATTRIBUTE.findall(tag)}

    # --- validations

    def set_validations(self, rules: Sequence[Validation]) -> None:
        """Put these in the place of all that the sheet has."""
        self.xml = _NO_EXTENSIONS.sub(b"", _EXTENSION.sub(b"", self.xml))
        block = self._find("dataValidations")
        if block is not None and self._read_rules(block[0]) == [_written(r) for r in rules]:
            return
        elements = b"".join(self._rule(rule) for rule in rules)
        inside = (self._prefix, len(rules), elements, self._prefix)
        content = b'<%sdataValidations count="%d">%s</%sdataValidations>' % inside
        if rules or block is not None:
            self._put("dataValidations", content if rules else b"")

    def _read_rules(self, block: bytes) -> list[dict[str, str]]:
        """What each rule says, defaults left out; as `_written` has it."""
        try:
            root = outline(block, self._label)
        except NotAWorkbookError:
            return []
        found = []
        for node in root.children:
            said = {k: v for k, v in node.attributes.items() if v != _DEFAULTS.get(k, "")}
            for child in node.children:
                said[child.name] = block[child.content : child.close].decode()
            said["sqref"] = " ".join(sorted(said.get("sqref", "").split()))
            found.append({k: v for k, v in said.items() if ":" not in k})
        return found

    def _rule(self, rule: Validation) -> bytes:
        said = _written(rule, sort=False)
        formulas = [(key, said.pop(key)) for key in ("formula1", "formula2") if key in said]
        attributes = b" ".join(b'%s="%s"' % (k.encode(), quoted(v)) for k, v in said.items())
        inner = b"".join(
            b"<%s%s>%s</%s%s>"
            % (self._prefix, key.encode(), text.encode(), self._prefix, key.encode())
            for key, text in formulas
        )
        inside = (self._prefix, attributes, inner, self._prefix)
        return b"<%sdataValidation %s>%s</%sdataValidation>" % inside

    # --- protection

    def protect(self) -> None:
        """Protect the sheet without a password; one that somebody set is left alone."""
        block = self._find("sheetProtection")
        wanted = {"sheet"} | (_FORBIDDEN - _OPEN)
        if block is not None:
            given = {k.decode(): (d or s).decode() for k, d, s in _ATTRIBUTE.findall(block[0])}
            if given.keys() & _SECRETS or _forbidden(given) == wanted:
                return
        attributes = b' sheet="1"' + b"".join(
            b' %s="0"' % key.encode() for key in sorted(_OPEN)
        )
        self._put("sheetProtection", b"<%ssheetProtection%s/>" % (self._prefix, attributes))

    # --- places

    def _find(self, name: str) -> re.Match[bytes] | None:
        """An element that stands directly in the sheet; views keep some of the same names."""
        tag = self._prefix + name.encode()
        pattern = rb"<%s(?:\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*)?(?:/>|(?<!/)>.*?</%s\s*>)"
        start = 0 if name == "cols" else max(self.xml.rfind(b"sheetData"), 0)
        found = re.compile(pattern % (tag, tag), re.DOTALL).finditer(self.xml, start)
        views = re.search(rb"customSheetViews\s*>.*customSheetViews\s*>", self.xml, re.DOTALL)
        for match in found:
            if views is None or not views.start() < match.start() < views.end():
                return match
        return None

    def _put(self, name: str, element: bytes) -> None:
        """Replace the element of that name, or put one where the schema wants it."""
        there = self._find(name)
        if there is not None:
            self.xml = self.xml[: there.start()] + element + self.xml[there.end() :]
            return
        at = self._place(name)
        self.xml = self.xml[:at] + element + self.xml[at:]

    def _place(self, name: str) -> int:
        if name == "cols":
            return self.xml.index(b"<%ssheetData" % self._prefix)
        return place_behind_cells(self.xml, self._prefix, name)


def _with_widths(
    old: list[dict[bytes, bytes]], widths: Mapping[int, float]
) -> list[dict[bytes, bytes]]:
    """Ranges of columns, those split that only partly change."""
    new: list[dict[bytes, bytes]] = []
    missing = dict(widths)
    for col in old:
        first, last = int(col[b"min"]), int(col[b"max"])
        inside = sorted(column for column in widths if first <= column <= last)
        changing = [column for column in inside if not _has_width(col, widths[column])]
        for column in inside:
            missing.pop(column)
        if not changing:
            new.append(col)
            continue
        at = first
        for column in changing:
            if at < column:
                new.append(col | {b"min": b"%d" % at, b"max": b"%d" % (column - 1)})
            new.append(_column(column, widths[column], col))
            at = column + 1
        if at <= last:
            new.append(col | {b"min": b"%d" % at, b"max": b"%d" % last})
    new += [_column(column, width, {}) for column, width in missing.items()]
    return sorted(new, key=lambda col: int(col[b"min"]))


def _has_width(col: Mapping[bytes, bytes], width: float) -> bool:
    hidden = col.get(b"hidden", b"0").decode() in _TRUE
    return abs(float(col.get(b"width", b"0")) - width) < _NEAR and not hidden


def _column(column: int, width: float, like: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    kept = {key: value for key, value in like.items() if key in (b"style", b"outlineLevel")}
    number = b"%d" % column
    size = {b"width": b"%g" % width, b"customWidth": b"1"}
    return {b"min": number, b"max": number, **size, **kept}


_DEFAULTS = {
    "type": "none", "errorStyle": "stop", "imeMode": "noControl", "operator": "between",
    "allowBlank": "0", "showDropDown": "0", "showInputMessage": "0", "showErrorMessage": "0",
}  # fmt: skip
"""Attributes of a validation that need not be written."""


def _written(rule: Validation, *, sort: bool = True) -> dict[str, str]:
    """A rule as the file says it: attributes that matter, formulas as XML, cells."""
    refs = [reference_of(each) for each in rule.areas]
    said = {
        "type": rule.kind,
        "errorStyle": rule.style,
        "operator": rule.operator,
        "allowBlank": "1",
        "showInputMessage": "1",
        "showErrorMessage": "1" if rule.shows_error else "0",
        "errorTitle": rule.error_title,
        "error": rule.error,
        "promptTitle": rule.prompt_title,
        "prompt": rule.prompt,
        "sqref": " ".join(sorted(refs) if sort else refs),
        "formula1": escape(rule.low).decode(),
        "formula2": escape(rule.high).decode(),
    }
    return {key: text for key, text in said.items() if text != _DEFAULTS.get(key, "")}


def _forbidden(given: Mapping[str, str]) -> set[str]:
    """What a protection forbids, with what is forbidden unless it is said."""
    usual = dict.fromkeys(_FORBIDDEN, "1") | dict.fromkeys(_ALLOWED, "0")
    return {key for key, text in (usual | dict(given)).items() if text in _TRUE}
