"""Draw published forms as workbooks that somebody else made: no names, no identity of ours.

    python samples/build_published.py

The figures are those of the published tables (source addresses in tests/data/published);
the drawing is the one that the tests of the reader use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

FORMS = {
    "hubei_ezhou_2019_third_party": "鄂州市-购买第三方服务-2019",
    "hubei_huangshi_sponge_2022": "黄石市-海绵城市申报-2022",
    "yunnan_yongde_2022_nutrition": "永德县-营养改善计划-2022",
    "hebei_chengan_2020_longevity": "成安县-百岁老人高龄津贴-2020",
    "ningxia_yinchuan_2021_school": "银川市-初中公用经费-2021",
    "hunan_hengshan_2020_grain_noscore": "衡山县-县级储备粮-2020",
}
"""Six layouts that differ most: money in 元, signs and units apart, 20/80, two headings, no scores."""


def main() -> None:
    """Write one workbook for each form."""
    examiner = import_module("published.samples")
    for form_id, name in FORMS.items():
        target = HERE / "published" / f"{name}.xlsx"
        book = examiner.lay_out(examiner.published(form_id)).workbook()
        for column in "ABCDEFGHIJKLMN":
            book.active.column_dimensions[column].width = 17
        book.active.page_setup.orientation = "landscape"
        book.active.sheet_properties.pageSetUpPr.fitToPage = True
        book.active.page_setup.fitToHeight = 0
        book.save(target)
        print(target.name)


if __name__ == "__main__":
    main()
