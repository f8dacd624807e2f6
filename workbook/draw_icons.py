"""Draw the buttons' icons into addin/icons: NAME-16.png, NAME-32.png, NAME-64.png.

A picture is a list of flat shapes on a square of 16 units, painted one over the other and sampled
at 256 × 256 points; every size is an average of those points. All arithmetic is here and the PNG
is stored without compression, so the same bytes come out on every machine.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import NamedTuple, TypeAlias

FOLDER = Path(__file__).parent / "addin" / "icons"
SIZES = (16, 32, 64)
UNITS = 16
SAMPLES = 256
STEP = SAMPLES // UNITS

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

# One family. Channels are multiples of 17: rounded to sixteen steps, no colour shifts.
DEEP: Colour = (17, 85, 136)
MID: Colour = (51, 153, 204)
PALE: Colour = (204, 238, 255)
WHITE: Colour = (255, 255, 255)


class Shape(NamedTuple):
    """A colour, the box outside of which there is none of it, and what is inside."""

    colour: Colour
    box: tuple[float, float, float, float]
    inside: Callable[[float, float], bool]


def box(colour: Colour, left: float, top: float, right: float, bottom: float) -> Shape:
    """An upright rectangle."""
    return Shape(colour, (left, top, right, bottom), lambda x, y: True)


def disc(colour: Colour, x: float, y: float, radius: float) -> Shape:
    """A filled circle."""
    return Shape(
        colour,
        (x - radius, y - radius, x + radius, y + radius),
        lambda px, py: hypot(px - x, py - y) <= radius,
    )


def polygon(colour: Colour, *corners: Point) -> Shape:
    """A filled polygon."""
    sides = tuple(zip(corners, corners[1:] + corners[:1], strict=True))

    def inside(x: float, y: float) -> bool:
        crossed = False
        for (x0, y0), (x1, y1) in sides:
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                crossed = not crossed
        return crossed

    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Shape(colour, (min(xs), min(ys), max(xs), max(ys)), inside)


def line(colour: Colour, width: float, *points: Point) -> Shape:
    """A line through points, as broad as `width`, with round ends."""
    half = width / 2
    xs, ys = [x for x, _ in points], [y for _, y in points]
    parts = tuple(pairwise(points))

    def inside(x: float, y: float) -> bool:
        for (x0, y0), (x1, y1) in parts:
            dx, dy = x1 - x0, y1 - y0
            along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)
            along = min(1.0, max(0.0, along))
            if hypot(x - x0 - along * dx, y - y0 - along * dy) <= half:
                return True
        return False

    return Shape(
        colour, (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half), inside
    )


def page(right: float = 13, bottom: float = 16) -> list[Shape]:
    """A sheet of paper with a folded corner."""
    left, top, fold = 2, 0, 4
    return [
        polygon(DEEP, (left, top), (right - fold, top), (right, fold), (right, bottom), (left, bottom)),
        polygon(
            WHITE,
            (left + 1, top + 1), (right - fold, top + 1), (right - 1, fold), (right - 1, bottom - 1),
            (left + 1, bottom - 1),
        ),
        polygon(MID, (right - fold, top), (right - fold, fold), (right, fold)),
    ]  # fmt: skip


def rows() -> list[Shape]:
    """A table of a head and three rows."""
    return [
        box(DEEP, 0, 1, 15, 14),
        box(MID, 1, 2, 14, 5),
        *(box(WHITE, 1, y, 5, y + 2) for y in (6, 9)),
        *(box(WHITE, 6, y, 14, y + 2) for y in (6, 9)),
        box(WHITE, 1, 12, 5, 13),
        box(WHITE, 6, 12, 14, 13),
    ]


def badge(colour: Colour = DEEP) -> list[Shape]:
    """A disc at the lower right, set off by a white rim, for a sign in white."""
    return [disc(WHITE, 11.5, 11.5, 5.25), disc(colour, 11.5, 11.5, 4.5)]


def folder() -> list[Shape]:
    """An open folder."""
    return [
        polygon(DEEP, (0, 2), (5, 2), (7, 4), (16, 4), (16, 15), (0, 15)),
        box(PALE, 1, 5, 15, 14),
    ]


ICONS: dict[str, list[Shape]] = {
    "check": [
        *page(),
        box(MID, 4, 4, 8, 5),
        box(MID, 4, 7, 9, 8),
        *badge(),
        line(WHITE, 1.5, (9, 11.75), (10.75, 13.5), (14, 10)),
    ],
    "score": [
        box(DEEP, 1, 0, 15, 16),
        box(PALE, 3, 2, 13, 6),
        box(DEEP, 9, 3, 12, 5),
        *(box(WHITE, x, y, x + 2, y + 2) for y in (8, 12) for x in (3, 7)),
        box(MID, 11, 8, 13, 14),
    ],
    "report": [
        *page(14),
        box(MID, 4, 3, 8, 5),
        *(box(DEEP, 4, y, 12, y + 1) for y in (7, 9)),
        box(PALE, 4, 11, 12, 14),
        box(MID, 5, 12, 6, 14),
        box(MID, 7, 11, 8, 14),
        box(MID, 9, 12, 10, 14),
    ],
    "audit": [
        *page(),
        box(MID, 4, 4, 8, 5),
        box(MID, 4, 7, 7, 8),
        disc(WHITE, 10, 9.5, 5),
        line(WHITE, 3.5, (13, 12.5), (15, 14.5)),
        line(DEEP, 2, (12.5, 12), (14.75, 14.25)),
        disc(DEEP, 10, 9.5, 4),
        disc(PALE, 10, 9.5, 2.75),
    ],
    "add": [*rows(), *badge(), box(WHITE, 11, 9, 12, 14), box(WHITE, 9, 11, 14, 12)],
    "remove": [*rows(), *badge(MID), box(WHITE, 9, 11, 14, 12)],
    "clear": [
        box(DEEP, 3, 14, 16, 15),
        polygon(DEEP, (9, 0.5), (15.5, 7), (8, 14.5), (4.5, 14.5), (0.5, 10.5), (0.5, 9)),
        polygon(MID, (9, 2), (14, 7), (10, 11), (5, 6)),
        polygon(WHITE, (4.25, 6.75), (9.25, 11.75), (7.5, 13.5), (5, 13.5), (1.5, 10), (1.5, 9.5)),
    ],
    "restore": [
        box(DEEP, 1, 0, 13, 5),
        box(PALE, 2, 1, 12, 4),
        polygon(DEEP, (13, 2), (16, 2), (16, 8), (9, 8), (9, 9), (7, 9), (7, 7), (15, 7), (15, 3), (13, 3)),
        box(DEEP, 6, 9, 10, 16),
        box(MID, 7, 10, 9, 15),
    ],
    "collect": [
        *folder(),
        box(WHITE, 6, 0, 10, 4),
        box(DEEP, 7, 0, 9, 9),
        polygon(DEEP, (4, 8), (12, 8), (8, 13)),
    ],
    "open": [
        box(DEEP, 1, 1, 2, 15),
        box(DEEP, 1, 14, 16, 15),
        box(MID, 3, 9, 6, 13),
        box(DEEP, 7, 6, 10, 13),
        box(MID, 11, 2, 14, 13),
    ],
    "remarks": [
        box(DEEP, 0, 1, 16, 12),
        polygon(DEEP, (3, 11), (8, 11), (3, 16)),
        box(WHITE, 1, 2, 15, 11),
        polygon(MID, (2, 6), (6, 2.5), (6, 9.5)),
        polygon(MID, (6, 5), (13, 5), (13, 10), (8, 10), (8, 8), (11, 8), (11, 7), (6, 7)),
    ],
    "help": [
        disc(DEEP, 8, 8, 8),
        disc(PALE, 8, 8, 7),
        line(DEEP, 2, (5.5, 6), (6, 4.5), (7.5, 3.75), (9, 4), (10.25, 5.25), (10, 6.75), (8.25, 8), (8, 9.5)),
        box(DEEP, 7, 11.5, 9, 13.5),
    ],
    "about": [
        disc(DEEP, 8, 8, 8),
        disc(PALE, 8, 8, 7),
        box(DEEP, 7, 3, 9, 5),
        box(DEEP, 6, 6.5, 9, 7.75),
        box(DEEP, 7, 6.5, 9, 12),
        box(DEEP, 5.5, 11.75, 10.5, 13),
    ],
}  # fmt: skip
"""Icon → its shapes, the lowest first."""

Canvas: TypeAlias = list[list[Colour | None]]


def sampled(shapes: list[Shape]) -> Canvas:
    """What is seen at each point; None where nothing is painted."""
    canvas: Canvas = [[None] * SAMPLES for _ in range(SAMPLES)]
    for colour, (left, top, right, bottom), inside in shapes:
        for row in range(max(0, round(top * STEP)), min(SAMPLES, round(bottom * STEP))):
            y = (row + 0.5) / STEP
            for column in range(max(0, round(left * STEP)), min(SAMPLES, round(right * STEP))):
                if inside((column + 0.5) / STEP, y):
                    canvas[row][column] = colour
    return canvas


def pixel(points: list[Colour | None]) -> bytes:
    """Red, green, blue, opacity of one pixel in sixteen steps each: few colours, a small palette."""
    seen = [point for point in points if point is not None]
    if not seen:
        return bytes(4)
    channels = [sum(each) / len(seen) for each in zip(*seen, strict=True)]
    return bytes(round(each / 17) * 17 for each in (*channels, 255 * len(seen) / len(points)))


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )


def stored(data: bytes) -> bytes:
    """A zlib stream of one uncompressed block: compressors differ between machines."""
    size = len(data)
    return b"\x78\x01\x01" + struct.pack("<HH", size, size ^ 0xFFFF) + data + struct.pack(
        ">I", zlib.adler32(data)
    )  # fmt: skip


def png(canvas: Canvas, size: int) -> bytes:
    """The picture in so many pixels, with a palette."""
    each = SAMPLES // size
    pixels = [
        [
            pixel([canvas[y][x] for y in range(top, top + each) for x in range(left, left + each)])
            for left in range(0, SAMPLES, each)
        ]
        for top in range(0, SAMPLES, each)
    ]  # fmt: skip
    palette = sorted({colour for row in pixels for colour in row})
    number = {colour: n for n, colour in enumerate(palette)}
    data = b"".join(b"\0" + bytes(number[colour] for colour in row) for row in pixels)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", b"".join(colour[:3] for colour in palette)),
            chunk(b"tRNS", bytes(colour[3] for colour in palette)),
            chunk(b"IDAT", stored(data)),
            chunk(b"IEND", b""),
        )
    )


def drawn() -> dict[str, bytes]:
    """File name → picture, of every icon in every size."""
    canvases = {name: sampled(shapes) for name, shapes in ICONS.items()}
    return {
        f"{name}-{size}.png": png(canvas, size)
        for name, canvas in canvases.items()
        for size in SIZES
    }


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in drawn().items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
