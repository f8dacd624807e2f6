"""`xltools profile list, show, check`."""

from __future__ import annotations

import argparse

import msgspec

from xltools.cli.documents import print_json
from xltools.cli.tables import table
from xltools.errors import TemplateError
from xltools.profile import Profile, load_profile, profile_ids, profile_problems
from xltools.profile.words import grade_rows, scoring_rules


def run_list(args: argparse.Namespace) -> int:
    """Print the profiles that come with xltools."""
    profiles = [load_profile(name) for name in profile_ids()]
    if args.json:
        keys = ("id", "title", "region", "version", "source")
        print_json([{key: getattr(each, key) for key in keys} for each in profiles])
        return 0
    rows = [(each.id, each.title, each.region, each.version) for each in profiles]
    print(table(("编号", "表样", "地区", "版本"), rows, limit=60))
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print one profile's form and policy so that a finance officer can sign it."""
    profile = load_profile(args.profile)
    if args.json:
        print_json(msgspec.to_builtins(profile))
        return 0
    policy = profile.policy
    print(f"表样：{profile.title}（{profile.id}，第 {profile.version} 版）")
    print(f"地区：{profile.region}\n来源：{profile.source}\n")
    print(f"评分办法：{policy.name}\n依据：{policy.source}")
    for number, (subject, rule) in enumerate(scoring_rules(profile), start=1):
        print(f"{number}. {subject}：{rule}")
    print("等级：" + "；".join(f"{name} {words}" for name, words in grade_rows(policy)))
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Say what is wrong with a profile, if anything."""
    profile = load_profile(args.profile)
    problems = [*profile_problems(profile), *_template_problems(profile)]
    if not problems:
        print(f"{args.profile}：没有发现问题（{profile.title}）。")
        return 0
    print(f"{args.profile}：{len(problems)} 处问题")
    for problem in problems:
        print(f"  {problem}")
    return 1


def _template_problems(profile: Profile) -> list[str]:
    """What is wrong with the report's template; nothing for a form without a report."""
    from xltools.report import check_report_template

    if not profile.report:
        return []
    try:
        check_report_template(profile)
    except TemplateError as error:
        return [str(error)]
    return []
