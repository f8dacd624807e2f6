"""Runs of a Word paragraph cut so that a mark can stand between any two characters."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from xltools.audit.word.names import Element, W, child

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HOLDERS = {
    f"{W}{name}"
    for name in (
        "p", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent", "fldSimple",
        "dir", "bdo",
    )
}  # fmt: skip
"""Elements between whose children a mark may stand."""


def cut_text(element: Element, at: int) -> Element:
    """Leave the first characters where they are; the rest goes into an element behind."""
    text = element.text or ""
    rest = etree.Element(f"{W}t")
    element.text, rest.text = text[:at], text[at:]
    for each in (element, rest):
        each.set(SPACE, "preserve")
    rest.tail, element.tail = element.tail, None
    element.addnext(rest)
    return rest


def cut_run(run: Element, element: Element) -> None:
    """Let a run begin with an element; what is before it stays in a run of its own."""
    properties = child(run, "rPr")
    before = [each for each in element.itersiblings(preceding=True) if each is not properties]
    if not before:
        return
    behind = [element, *element.itersiblings()]
    second = etree.Element(f"{W}r")
    for name, text in run.items():
        second.set(name, text)
    if properties is not None:
        second.append(deepcopy(properties))
    for each in behind:
        second.append(each)
    second.tail, run.tail = run.tail, None
    run.addnext(second)


def run_of(element: Element | None) -> Element | None:
    """The element around some characters that stands where marks may stand: a run as a rule."""
    while element is not None:
        parent = element.getparent()
        if parent is None:
            return None
        if parent.tag in _HOLDERS:
            return element
        element = parent
    return None


def holder_of(run: Element) -> Element | None:
    """The element that a run stands in, if marks may stand there, too."""
    parent = run.getparent()
    return parent if parent is not None and parent.tag in _HOLDERS else None


def in_paragraph(element: Element) -> Element:
    """The child of the paragraph in which an element stands: outside links and insertions."""
    parent = element.getparent()
    while parent is not None and parent.tag != f"{W}p":
        element, parent = parent, parent.getparent()
    return element


def after(element: Element, new: Element) -> None:
    """Put an element behind another one, before any text that follows it."""
    new.tail, element.tail = element.tail, None
    element.addnext(new)
