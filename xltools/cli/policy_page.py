"""A scoring policy as a page that a finance officer reads, checks and signs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xltools.profile import Profile
from xltools.profile.words import Source, grade_rows, policy_of, scoring_rules
from xltools.score.examples import example_words, worked_examples


def policy_page(source: Source) -> Iterator[str]:
    """Yield the lines of the page: rules, worked examples, grades, where it comes from, signature.

    The rules are made from the policy's data and the examples are computed by the scorer, so
    that what is signed is what is done.
    """
    policy = policy_of(source)
    if isinstance(source, Profile):
        yield f"表样：{source.title}（{source.id}，第 {source.version} 版）"
        yield f"地区：{source.region}"
        yield f"来源：{source.source}"
        yield ""
    yield f"评分办法：{policy.name}"
    yield f"依据：{policy.source}"
    yield ""
    yield "一、计分规则"
    for number, (subject, rule) in enumerate(scoring_rules(source, complete=True), start=1):
        yield f"{number}. {subject}：{rule}"
    yield ""
    yield "二、算例（由软件按以上规则算出）"
    number = 0
    for kind, examples in groupby(worked_examples(policy), key=lambda each: each.kind):
        yield f"【{kind}】"
        for example in examples:
            number += 1
            yield f"  例{number} {example_words(example)}"
    yield ""
    if policy.scored:
        yield "三、等级"
        yield "等级：" + "；".join(f"{name} {words}" for name, words in grade_rows(policy))
        yield ""
    yield "以上规则和算例经核对无误，同意按此评分。"
    yield "审定人：________________　　日期：________年____月____日"
