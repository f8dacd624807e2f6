"""A report template from elsewhere: words and data, and no way out of them, to nothing and to no end."""

from __future__ import annotations

import enum
import tomllib
import types
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from hostile_texts import HOSTILE, TEXTS, hostile_form
from msgspec import Struct

from xltools.errors import TemplateError
from xltools.hosts.file import open_form
from xltools.report import check_report_template, write_report
from xltools.report.bounds import LONGEST
from xltools.report.context import gather
from xltools.report.sandbox import MOST, environment
from xltools.report.sentences import compile_sentences, parse_sentence

REACHING = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ()|attr('__class__') }}",
    "{{ ''['__class__'] }}",
    "{{ ''|map(attribute='__class__')|list }}",
    "{{ [0]|map('attr', '__class__')|first }}",
    "{{ rows|groupby('__class__') }}",
    "{{ rows|sum(attribute='__class__') }}",
    "{{ rows|map(attribute='__class__.__init__.__globals__')|list }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(rows) }}",
    "{{ '{0.__class__}'.format_map({'0': rows}) }}",
    "{{ '%s' % rows }}",
    "{{ '%s'|format(rows) }}",
    "{{ say.__self__.sentences }}",
    "{{ say.__func__.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__['__builtins__'] }}",
    "{{ dict.__base__.__subclasses__() }}",
    "{{ dict.mro() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{% for row in rows %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for row in rows %}{{ loop._undefined }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__globals__ }}{{ m._func }}",
    "{% macro m() %}{{ caller.__class__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{{ (rows|map('string')).gi_frame }}",
    "{{ ({}).__class__ }}",
    "{{ rows.append(1) }}",
    "{{ rows.clear() }}",
    "{{ rows.pop() }}",
    "{{ rows.sort() }}",
    "{{ rows.reverse() }}",
    "{{ rows['clear']() }}",
    "{{ (rows|attr('clear'))() }}",
    "{{ names.clear() }}",
    "{{ names.setdefault('a', 1) }}",
    "{{ names.update(a=1) }}",
    "{{ names.pop('name') }}",
    "{{ rows[0].__struct_fields__ }}",
    "{{ rows[0].__reduce__() }}",
    "{% include '/etc/passwd' %}",
    "{% include ['a', '/etc/passwd'] %}",
    "{% import '/etc/passwd' as x %}",
    "{% from 'os' import system %}",
    "{% extends '/etc/passwd' %}",
    "{{ config }}",
    "{{ request }}",
    "{{ get_flashed_messages }}",
    "{{ lipsum.__globals__ }}",
    "{{ open('/etc/passwd') }}",
    "{{ __import__('os') }}",
    "{{ environment }}",
    "{{ xlt_each.__self__ }}",
    "{{ name.replace.func }}",
    "{{ name.replace.__self__ }}",
    "{{ name.join.args[0].__class__ }}",
)
"""Nothing of the program is had by these."""

ENDLESS = (
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in rows %}{% for b in rows %}{% for c in rows %}{% for d in rows %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{% set r = range(60000) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}",
    "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% for a in rows recursive %}{{ loop(rows) }}{% endfor %}",
    "{% set ns = namespace(x='xx') %}{% for i in range(64) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "{% set ns = namespace(x='xx') %}{% for i in range(64) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "{% set ns = namespace(x='xx') %}{% for i in range(64) %}{% set ns.x = [ns.x, ns.x]|join %}{% endfor %}",
    "{% set ns = namespace(x='xx') %}{% for i in range(64) %}{% set ns.x = ns.x.join([ns.x, ns.x]) %}{% endfor %}",
    "{% set ns = namespace(x='xx') %}{% for i in range(64) %}{% set ns.x = ns.x|replace('x', ns.x) %}{% endfor %}",
    "{% set ns = namespace(x='xx') %}{% for i in range(64) %}{% set ns.x = ns.x.replace('x', ns.x) %}{% endfor %}",
    "{% set ns = namespace(x=[1]) %}{% for i in range(64) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "{% set ns = namespace(x='xx') %}{% for i in range(64) %}{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = y %}{% endfor %}",
    "{% set ns = namespace(x=99) %}{% for i in range(64) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "{{ 'x' * 1000000000000 }}",
    "{{ 1000000000000 * 'x' }}",
    "{{ [0] * 1000000000000 }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ 'x'|center(1000000000000) }}",
    "{{ 'x'|indent(1000000000000, true) }}",
    "{{ 'x'|wordwrap(1000000000000) }}",
    "{{ 'x x x'|wordwrap(1, true, 'y'|center(999)|center(1000000)) }}",
    "{{ [1]|batch(1000000000000, 0)|list }}",
    "{{ [1]|slice(1000000000000)|list }}",
    "{{ 'x'.center(1000000000000) }}",
    "{{ 'x'.ljust(1000000000000) }}",
    "{{ 'x'.zfill(1000000000000) }}",
    "{{ '\t'.expandtabs(1000000000000) }}",
    "{{ 'x'.translate({120: 'y' * 1000000000}) }}",
    "{{ '{:>1000000000000}'.format(1) }}",
    "{{ '%1000000000000d' % 1 }}",
    "{{ '%1000000000000d'|format(1) }}",
    "{{ (1).to_bytes(1000000000000, 'big') }}",
    "{{ range(-999999999, 999999999)|length }}",
    "{{ 'x'|map('center', 1000000000000)|list }}",
)
"""None of these fills the memory or goes on."""

HARMLESS = {
    "{{ name ~ '：' ~ count }}": "修缮<一>&：3",
    "{{ name|replace('修缮', '维修') }}": "维修<一>&",
    "{{ name.replace('修缮', '维修') }}": "维修<一>&",
    "{{ '、'.join(list) }}": "甲、乙、丙",
    "{{ list|join('、') }}": "甲、乙、丙",
    "{{ rows|map(attribute='name')|join('，') }}": "，".join(f"行{n}" for n in range(40)),
    "{{ rows|join('，', attribute='name') }}": "，".join(f"行{n}" for n in range(40)),
    "{% for each in list %}{{ loop.index }}{{ each }}{% if not loop.last %}，{% endif %}{% else %}无{% endfor %}": "1甲，2乙，3丙",
    "{% for each in [] %}有{% else %}无{% endfor %}": "无",
    "{% for key, value in names.items() %}{{ key }}{{ value }}{% endfor %}": "name一",
    "{% macro m(x) %}〔{{ x }}〕{% endmacro %}{% for each in list %}{{ m(each) }}{% endfor %}": "〔甲〕〔乙〕〔丙〕",
    "{% set ns = namespace(n=0) %}{% for each in list %}{% set ns.n = ns.n + loop.length %}{% endfor %}{{ ns.n }}": "9",
    "{{ count * 2 + 1 }}": "7",
    "{{ rate * 100 }}": "98.9",
    "{{ list|batch(2)|map('join')|join('/') }}": "甲乙/丙",
    "{{ list|batch(2, '空')|map('join')|join('/') }}": "甲乙/丙空",
    "{{ list|slice(2)|map('join')|join('/') }}": "甲乙/丙",
    "{{ 'x'|center(5) }}|": "x|",
    "{{ 'a b'|wordwrap(1, true, '-') }}": "a-b",
    "{{ 'a'|indent(2, true) }}": "a",
    "{{ missing_name is defined }}": "False",
    "{{ (list + ['丁'])|length }}": "4",
    "{{ name[:2] + '工程' }}": "修缮工程",
    "{{ name.startswith('修') }}": "True",
}
"""What templates do with their data comes out as ever."""


class Row(Struct, frozen=True):
    """A record as sentences see it."""

    name: str


def say(sentence: str) -> str:
    """What a sentence says of a few names."""
    parsed = parse_sentence(sentence, "此处")
    names = {
        "name": "修缮<一>&", "count": 3, "list": ["甲", "乙", "丙"], "names": {"name": "一"},
        "rows": [Row(f"行{n}") for n in range(40)], "rate": Decimal("0.989"),
    }  # fmt: skip
    return compile_sentences([parsed], {}).voice(names).say(sentence, "此处")


@pytest.mark.parametrize("sentence", REACHING)
def test_a_template_reaches_nothing_of_the_program(sentence: str) -> None:
    """It is refused in one Chinese line that names its place, or says nothing of the program."""
    said = _said_or_refused(sentence)
    assert "\n" not in said
    if "()" in sentence and sentence.startswith(("{{ rows", "{{ (rows", "{{ names")):
        assert said.startswith("此处："), "data was changed"
    if not said.startswith("此处："):
        for word in ("<", "xltools", "root:", "class", "object", "module"):
            assert word not in said, said


def _said_or_refused(sentence: str) -> str:
    try:
        return say(sentence)
    except TemplateError as error:
        return str(error)


@pytest.mark.parametrize("sentence", ENDLESS)
def test_a_template_fills_no_memory_and_comes_to_an_end(sentence: str) -> None:
    """Refused before it is done: what it would come to is reckoned first."""
    with pytest.raises(TemplateError) as told:
        say(sentence)
    assert str(told.value).startswith("此处：")


@pytest.mark.parametrize(("sentence", "said"), HARMLESS.items())
def test_an_honest_sentence_says_what_it_said(sentence: str, said: str) -> None:
    """Loops, macros, sums and joins are bounded and unchanged."""
    assert say(sentence).strip() == said


def test_bounds_are_far_above_what_reports_take() -> None:
    """A report with every indicator of a large form has some hundreds of steps a sentence."""
    lines = "{% for row in rows %}{% for other in rows %}{{ row.name }}{% endfor %}{% endfor %}"
    assert len(say(lines)) > 1600
    assert MOST >= 100_000
    assert LONGEST >= 1_000_000


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_a_value_is_never_a_sentence(name: str, text: str) -> None:
    """Braces that somebody typed are printed; they are not looked into."""
    if name == "long":
        return
    parsed = parse_sentence("{{ x }}|{{ x|upper|lower }}|{{ x ~ '' }}", "此处")
    said = compile_sentences([parsed], {}).voice({"x": text}).say(parsed.source, "此处")
    assert ("49" in said) == ("49" in text)
    if name.startswith("jinja"):
        assert said.startswith(text)


def _values(value: Any, seen: set[int]) -> Iterator[Any]:
    """All that a sentence can get at from a value without calling anything."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    if isinstance(value, dict):
        inside: list[Any] = [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inside = list(value)
    elif isinstance(value, Struct):
        inside = [getattr(value, each) for each in dir(value) if each[0] != "_"]
    else:
        inside = []
    for each in inside:
        yield from _values(each, seen)


def test_all_that_a_report_hands_to_its_sentences_is_data(demo: Path) -> None:
    """No module, class, file or function of ours but the methods of records, which only read."""
    opened = open_form(demo)
    form = opened.examined
    facts = gather(form.evaluation, form.scores, form.profile)
    kinds = (
        str,
        int,
        Decimal,
        bool,
        type(None),
        date,
        list,
        tuple,
        dict,
        set,
        frozenset,
        Struct,
        enum.Enum,
    )
    odd = {
        type(each).__name__
        for each in _values(facts.names, set())
        if not isinstance(each, kinds)
    }
    assert odd <= {"method", "builtin_function_or_method"}
    methods = {
        each.__qualname__
        for each in _values(facts.names, set())
        if isinstance(each, types.MethodType | types.BuiltinMethodType)
    }
    assert not any(
        word in name for name in methods for word in ("write", "save", "open", "run", "load")
    )


def test_the_environment_has_no_loader_and_nothing_of_the_web() -> None:
    """No other file is read; filters that could write without end are not there."""
    found = environment()
    assert found.loader is None
    assert not found.extensions
    assert set(found.globals) == {"range", "dict", "namespace", "joiner", "cycler"}
    assert not set(found.filters) & {"format", "pprint", "tojson", "urlize", "xmlattr"}
    assert found.sandboxed


@pytest.mark.parametrize(
    "name", ["jinja", "jinja_statement", "jinja_reach", "word", "cdata", "entity", "toc"]
)
def test_what_a_form_says_stays_text_in_an_office_own_template(
    tmp_path: Path, name: str
) -> None:
    """In a paragraph, a heading, a table and the title: as typed, and one paragraph each."""
    (tmp_path / "表.xlsx").write_bytes(hostile_form(HOSTILE[name]))
    (tmp_path / "report.toml").write_text(
        '[document]\ntitle = "{{ project_name }}报告"\n'
        '[[block]]\nheading = "{{ project_name }}"\n'
        '[[block]]\nparagraph = "项目：{{ project_name }}。"\n'
        '[[block]]\ntable = "indicators"\n',
        encoding="utf-8",
    )
    form = open_form(tmp_path / "表.xlsx").examined
    check_report_template(form.profile, tmp_path)
    data = write_report(form.evaluation, form.scores, form.profile, template_dir=tmp_path)
    (tmp_path / "报告.docx").write_bytes(data)
    made = docx.Document(str(tmp_path / "报告.docx"))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert any(HOSTILE[name] in each and each.startswith("项目：") for each in texts)
    assert made.core_properties.title == f"{HOSTILE[name]}报告"
    assert tomllib.loads((tmp_path / "report.toml").read_text("utf-8"))["block"][0]
