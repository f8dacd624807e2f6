"""Shared policies as files, the page that is signed, and `explain` under any of them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from xltools.cli import main
from xltools.cli.policy_page import policy_page
from xltools.decimals import plain
from xltools.errors import ProfileError
from xltools.profile import (
    PROFILES,
    Band,
    CutStep,
    ExecutionPolicy,
    GradeCap,
    OverCompletion,
    RateRange,
    Rule,
    ScoringPolicy,
    load_profile,
)
from xltools.profile.policy_file import load_policy, policy_ids
from xltools.profile.words import scoring_rules
from xltools.score.examples import worked_examples

D = Decimal
SHARED = (
    "central-rescale", "core-2021", "department-2020", "fujian-ningde", "hebei-weighted",
    "hubei-20-80", "jiangxi-2022", "national-2020", "none", "shanxi-grades-80",
    "sichuan-510000", "wushan-80",
)  # fmt: skip
NATIONAL = load_policy("national-2020")


def test_the_shared_policies_have_these_names() -> None:
    """Profiles refer to them."""
    assert set(SHARED) <= set(policy_ids())


@pytest.mark.parametrize("name", SHARED)
def test_a_shared_policy_is_sound_and_says_where_it_comes_from(name: str) -> None:
    """Points add up, bands and grades are in order, and there is a source or a word that there is none."""
    policy = load_policy(name)
    assert len(policy.source) > 10
    dealt = sum(policy.category_points.values(), D(0))
    assert not policy.category_points or dealt == policy.total_points
    execution = policy.category_points.get("execution")
    assert execution in (None, policy.execution.points)
    floors = [grade.floor for grade in policy.grades]
    assert floors == sorted(floors, reverse=True)
    assert floors[-1] == 0
    highs = [band.high for band in policy.bands]
    lows = [band.low for band in policy.bands]
    assert (highs[0], highs[1:], lows[-1]) == (1, lows[:-1], 0)


@pytest.mark.parametrize(
    ("name", "line", "value"),
    [
        ("shanxi-grades-80", "over_completion.threshold", "1.2"),
        ("hubei-20-80", "execution.points", "20"),
        ("hubei-20-80", "at_most", "inverse"),
        ("central-rescale", "not_applicable", "rescale"),
        ("sichuan-510000", "execution.adjustment_reason", "0"),
        ("sichuan-510000", "reason_max_chars", "100"),
        ("hebei-weighted", "conversion", "product"),
        ("fujian-ningde", "execution.full_from", "0.95"),
        ("department-2020", "execution.base", "received"),
        ("department-2020", "execution.scored", "False"),
        ("none", "scored", "False"),
    ],
)
def test_a_shared_policy_holds_the_line_it_is_there_for(
    name: str, line: str, value: str
) -> None:
    """What distinguishes it from the national one, as data."""
    found: object = load_policy(name)
    for part in line.split("."):
        found = getattr(found, part)
    assert str(found) == value


@pytest.mark.parametrize("name", SHARED)
def test_a_policy_is_a_page_to_sign(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbered rules, examples, where it comes from, a line for name and date."""
    assert main(["profile", "show", "--policy", name]) == 0
    out = capsys.readouterr().out
    policy = load_policy(name)
    assert policy.name in out
    assert policy.source in out
    assert re.search(r"审定人：_+　+日期：_+年_+月_+日", out)
    numbers = [int(each) for each in re.findall(r"(?m)^(\d+)\. ", out)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "例1 " in out
    assert ("等级：" in out) is policy.scored
    assert "None" not in out
    assert not re.search(r"[{}]", out)


def example(name: str, given: str) -> str | None:
    """The score of the worked example that begins so."""
    found = [
        each for each in worked_examples(load_policy(name)) if each.given.startswith(given)
    ]
    assert len(found) == 1, [each.given for each in found]
    return None if found[0].score is None else plain(found[0].score)


@pytest.mark.parametrize(
    ("name", "given", "score"),
    [
        # worked by hand, ten points each
        ("national-2020", "目标 ≥200人，实际 180人", "9"),
        ("national-2020", "目标 ≤50万元，实际 60万元", "8"),
        ("national-2020", "目标 130个，实际 221个", "10"),
        ("national-2020", "目标 有效提升，实际 部分达成年度指标", None),
        ("national-2020", "全年预算数 200 万元，全年执行数 110 万元", "5.5"),
        ("national-2020", "全年预算数 0 万元", None),
        ("shanxi-grades-80", "目标 =8次，实际 6次", "7.5"),
        ("hubei-20-80", "目标 ≤50万元，实际 60万元", "8.33"),
        ("hubei-20-80", "全年预算数 200 万元，全年执行数 186 万元", "18.6"),
        ("central-rescale", "目标 ≤50万元，实际 60万元", "8.33"),
        ("central-rescale", "目标 ≥95%，实际 不适用", None),
        ("sichuan-510000", "全年预算数 0 万元", "0"),
        ("hebei-weighted", "目标 =0起，实际 2起", "0"),
        ("fujian-ningde", "目标 100%，实际 92%", "10"),
        ("fujian-ningde", "全年预算数 200 万元，全年执行数 186 万元", "9.3"),
        ("core-2021", "目标 ≥200人，实际 90人", "0"),
        ("core-2021", "目标 ≥90%，实际 85%", "8"),
        ("core-2021", "全年预算数 200 万元，全年执行数 186 万元", "9"),
        ("department-2020", "资金到位数 200 万元，全年执行数 186 万元", "9.3"),
        ("jiangxi-2022", "目标 2020年9月30日前，实际 2020年10月10日", "0"),
        ("wushan-80", "目标 ≥10个，实际 -3个", "0"),
        ("none", "目标 ≥200人，实际 180人", None),
    ],
)
def test_a_worked_example_is_right(name: str, given: str, score: str | None) -> None:
    """The scorer's own result against one worked by hand."""
    assert example(name, given) == score


@pytest.mark.parametrize("name", SHARED)
def test_every_kind_of_indicator_has_an_example(name: str) -> None:
    """≥, ≤, =, date, words, over-completion, execution, zero budget."""
    kinds = {each.kind for each in worked_examples(load_policy(name))}
    if load_policy(name).scored:
        wanted = {
            "越高越好",
            "越低越好",
            "等于",
            "日期",
            "定性",
            "超额完成",
            "预算执行率",
            "等级",
        }
    else:
        wanted = {"越高越好", "越低越好", "预算执行率"}
    assert wanted <= kinds


@pytest.mark.parametrize(
    ("lines", "subject", "said"),
    [
        ({"at_most": "inverse"}, "越低越好（≤）", "得分＝分值×年度指标值÷实际完成值"),
        ({"strict_at_most": "all_or_nothing"}, "低于（＜）", "没有低于的，得 0 分"),
        ({"equal": "exact"}, "等于（＝）", "不等的得 0 分"),
        ({"zero_target": "per_unit"}, "目标为零", "每多 1 扣分值的 10%"),
        ({"negative_actual": "undecided"}, "负数", "由评价人核对"),
        ({"not_applicable": "rescale"}, "不适用", "其余得分按比例折算为满分"),
        ({"late": "by_month"}, "日期指标", "每月（不足一个月按一个月计）扣分值的 10%"),
        ({"late": "band", "late_share": D("0.3")}, "日期指标", "得分值的 30%"),
        ({"equal_split": "integers"}, "分值", "平均分配，取整数"),
        ({"subcategory_points": {"quantity": D(20)}}, "分值", "其中：数量指标 20 分"),
        ({"reason_max_chars": 100}, "字数", "不超过 100 字"),
        ({"conversion": "product"}, "折算", "折算得分＝得分×权重占比"),
        ({"grade_cap": GradeCap(D("0.8"), "良")}, "等级上限", "低于 80% 的，等级不高于“良”"),
        ({"over_completion": OverCompletion(mode="fixed", cut=D("0.3"))}, "超额完成", "超过目标 130% 的扣分值的 30%"),
        ({"over_completion": OverCompletion(mode="steps", steps=(CutStep(D(2), D("0.2")),))}, "超额完成", "超过 200% 的扣 20%"),
        ({"over_completion": OverCompletion(zero_target_reason=D(30))}, "超额完成", "实际达到 30 及以上的也须写明"),
        ({"execution": ExecutionPolicy(full_from=D("0.95"))}, "预算执行率", "执行率达到 95% 的得满分"),
        ({"execution": ExecutionPolicy(pass_mark=D("0.6"))}, "预算执行率", "低于 60% 的不得分"),
        ({"execution": ExecutionPolicy(ranges=(RateRange(D("0.9"), D(1)),))}, "预算执行率", "90% 以下不得分"),
        ({"execution": ExecutionPolicy(base="received")}, "预算执行率", "执行率＝全年执行数÷资金到位数"),
        ({"execution": ExecutionPolicy(zero_budget="divide_by_one")}, "预算执行率", "按 1 计算执行率"),
        ({"rules": {"output": Rule("direct")}}, "赋分规则（产出指标）", "直接赋分：达到目标得满分"),
        ({"bands": (Band("好", D("0.5"), D(1), D("0.9")), Band("差", D(0), D("0.5")))}, "定性指标", "“好”得分值的 90%"),
    ],
)  # fmt: skip
def test_a_changed_line_changes_the_sentence(
    lines: dict[str, object], subject: str, said: str
) -> None:
    """What staff read and what is computed come from the same data."""
    policy = replace(NATIONAL, **lines)
    assert said not in dict(scoring_rules(NATIONAL)).get(subject, "")
    assert said in dict(scoring_rules(policy))[subject]


def test_the_page_of_a_form_speaks_its_own_words() -> None:
    """Shanxi says 目标值 and 业绩值."""
    page = "\n".join(policy_page(load_profile("shanxi-2020")))
    assert "业绩值÷目标值" in page
    assert "山西省" in page


def test_a_policy_file_may_have_a_base(tmp_path: Path) -> None:
    """A county writes what differs, over a shared policy; or names its whole profile."""
    own = tmp_path / "our-county.toml"
    own.write_text('base = "hubei-20-80"\nname = "本县办法"\nlate = "by_days"\n', "utf-8")
    policy = load_policy(own)
    assert (policy.name, policy.late, policy.execution.points) == ("本县办法", "by_days", 20)
    profile = tmp_path / "our-form.toml"
    profile.write_text(
        'extends = "national-2020"\nid = "our-form"\n[policy]\nbase = "hubei-20-80"\n', "utf-8"
    )
    assert load_policy(profile).execution.points == 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('base = "hubei-20-80"\nlate = "sometimes"\n', "late"),
        ('base = "hubei-20-80"\nlaet = "zero"\n', "laet"),
        ('base = "hubei"\n', "hubei-20-80"),
        ("late = zero\n", "TOML"),
    ],
)
def test_a_mistake_in_a_policy_file_is_told(tmp_path: Path, text: str, said: str) -> None:
    """File and key, or the names there are."""
    own = tmp_path / "our-county.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(ProfileError) as caught:
        load_policy(own)
    assert said in str(caught.value)


def test_an_unknown_policy_names_those_there_are() -> None:
    """The next thing to try is in the message."""
    with pytest.raises(ProfileError, match="hubei-20-80"):
        load_policy("hubei")
    with pytest.raises(ProfileError, match="检查路径"):
        load_policy("nowhere.toml")


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What `explain` prints."""
    assert main(["explain", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["≤5%", "8%", "--points", "10", "--policy", "hubei-20-80"], "得  分：6.25（分值 10）"),
        (["≤5%", "8%", "--points", "10"], "得  分：4（分值 10）"),
        (["50", "60", "--nature", "≤", "--unit", "万元"], "得  分：80（分值 100）"),
        (["不超过预算", "5万元", "--budget", "4"], "得  分：75（分值 100）"),
        (["≥100个", "90个", "--rule", "直接赋分"], "得  分：0（分值 100）"),
        (["有效提升", "有所改善", "--typed-score", "70"], "采用填报得分 70"),
        (["130个", "221个"], "须写明偏差原因"),
        (["≥95%", "不适用", "--policy", "central-rescale"], "其余得分按比例折算"),
        (["≥90%", "85%", "--subcategory", "服务对象满意度指标", "--policy", "core-2021"], "按区间得分值的 80%"),
        (["≥90%", "81%", "--policy", "none"], "本办法不计分"),
        (["--budget", "250000元", "--outturn", "21.54576", "--points", "10"], "得  分：8.62"),
        (["--budget", "200", "--outturn", "110", "--policy", "hubei-20-80"], "20 × 55% = 11"),
        (["--budget", "200", "--outturn", "110"], "执行率低于 90%，须说明原因"),
        (["--budget", "100", "--outturn", "102.59"], "执行数大于全年预算数"),
        (["--budget", "0", "--outturn", "0", "--policy", "sichuan-510000"], "得 0 分"),
        (["--received", "80", "--outturn", "60", "--policy", "department-2020"], "60 ÷ 80 = 75%"),
    ],
)  # fmt: skip
def test_explain_shows_the_arithmetic_under_any_policy(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pairs, sign and unit apart, printed rules, a person's score, the execution rate."""
    assert said in explained(capsys, *words)


def test_explain_json_has_one_shape(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """An execution rate has no target and no actual; the keys are the same."""
    keys = {"target", "actual", "points", "completion_rate", "score", "trace"}
    assert main(["explain", "--budget", "200", "--outturn", "195.5", "--policy", "hubei-20-80", "--json"]) == 0  # fmt: skip
    document = json.loads(capsysbinary.readouterr().out)
    assert set(document) == keys
    assert (document["target"], document["score"], document["points"]) == (None, "19.55", "20")
    assert main(["explain", "≥90%", "81%", "--policy", "none", "--json"]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    assert set(document) == keys
    assert (document["score"], document["completion_rate"]) == (None, "0.9")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain"], "--budget"),
        (["explain", "--policy", "department-2020", "--budget", "3", "--outturn", "2"], "--received"),
        (["explain", "≥95%"], "实际值"),
        (["explain", "≥95%", "97%", "--policy", "hubei"], "hubei-20-80"),
        (["explain", "≥95%", "97%", "--budget", "很多"], "--budget"),
        (["explain", "≥95%", "97%", "--points", "-1"], "--points"),
        (["profile", "show", "--policy", "hubei"], "hubei-20-80"),
    ],
)  # fmt: skip
def test_a_wrong_command_says_what_to_write(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2, one Chinese line, no traceback."""
    assert main(words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_show_needs_one_thing_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    """A form or a policy, not both and not neither."""
    for words in (
        ["profile", "show"],
        ["profile", "show", "national-2020", "--policy", "none"],
    ):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 2
    assert "不能同时用" in capsys.readouterr().err


def test_every_line_of_a_policy_stands_in_the_national_file() -> None:
    """An officer finds there what can be set, with its default beside it."""
    text = (PROFILES / "policies" / "national-2020.toml").read_text("utf-8")
    for spec in (ScoringPolicy, ExecutionPolicy, OverCompletion):
        for field in spec.__struct_fields__:
            assert re.search(rf"(?m)^(# |\[+)?{field}\b", text), field


def test_the_lines_shown_as_options_are_the_defaults() -> None:
    """With every commented default switched on, nothing changes."""
    text = (PROFILES / "policies" / "national-2020.toml").read_text("utf-8")
    shown = dict(re.findall(r"(?m)^# (\w+) = (\S+?)(?: |$)", text))
    default = ScoringPolicy("", "")
    for key, value in shown.items():
        for owner in (default, default.execution, default.over_completion):
            if hasattr(owner, key) and value[0] not in "[{":
                real = getattr(owner, key)
                told = str(real).lower() if isinstance(real, bool) else str(real)
                unset = real is None and key in ("strict_at_most", "zero_target_reason")
                assert unset or value.strip('"') == told, key
