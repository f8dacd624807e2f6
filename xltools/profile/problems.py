"""What the types of a profile cannot see: parts that do not fit together.

`xltools score` comes past here on its way and needs none of it, so the rules are imported when
a profile is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltools.profile.load import Profile
    from xltools.profile.mistakes import Problem


def find_problems(profile: Profile) -> list[Problem]:
    """Return what cannot work together in a profile, and hints, with their key paths."""
    from xltools.profile.layout_problems import layout_problems
    from xltools.profile.policy_problems import policy_problems
    from xltools.profile.table_problems import table_problems

    return [
        *layout_problems(profile.form),
        *table_problems(profile),
        *policy_problems(profile),
    ]


def profile_problems(profile: Profile) -> list[str]:
    """What a profile says that cannot work together, one Chinese sentence each; no hints."""
    return [each.message for each in find_problems(profile) if each.severity == "error"]
