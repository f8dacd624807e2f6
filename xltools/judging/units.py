"""Units and projects under the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from xltools.ledger.spelling import plain_unit
from xltools.patterns import Pattern

_REGION = Pattern(
    r"[省州县旗](?!城|域|乡)|市(?!场|政|容|民|监)|区(?!域|划)|"
    r"[\u4e00-\u9fff]{2,7}?(?:自治区|自治州|自治县|地区|开发区|新区|[省市州盟县区旗])"
)
"""云南省, 昆明市, 云岭县, or only 县; 市场监督管理局 begins with none."""
_GOVERNMENT = ("人民政府", "本级")


class Unit(Struct, frozen=True):
    """A unit's name apart: 云岭县 and 水务局; `region` is "" where the name says none.

    A name that is nothing but a region (云岭县人民政府) is its own `name`.
    """

    region: str
    name: str

    def may_be(self, other: Unit) -> bool:
        """True if both may name one unit: 水务局 and 云岭县水务局, not 云岭县 and 青山县水务局."""
        return self.name == other.name and (
            self.region.endswith(other.region) or other.region.endswith(self.region)
        )


def unit_of(name: str, synonyms: Mapping[str, str]) -> Unit:
    """The unit's name in one spelling, its region apart.

    >>> unit_of("云岭县 人社局", {"人社局": "人力资源和社会保障局"})
    Unit(region='云岭县', name='人力资源和社会保障局')
    >>> unit_of("市场监督管理局", {}).region, unit_of("水务局", {}).may_be(unit_of("云岭县水务局", {}))
    ('', True)
    """
    text = plain_unit(name, synonyms)
    end = 0
    while (found := _REGION.match(text[end:])) and end + found.end() < len(text):
        end += found.end()
    region, rest = text[:end], text[end:]
    if rest in _GOVERNMENT:
        return Unit("", text)
    return Unit(region, rest)
