"""A region's form and scoring rules as data: TOML in, frozen records out.

One profile feeds the blank workbook, the reader, the validations, the messages and the
report. `load_profile("shanxi-2020")` reads `profiles/shanxi-2020.toml`; a path to a TOML
file of one's own works as well. A policy stands in `profiles/policies/` so that regions
can share it; keys under `[policy]` in the profile override it.
"""

from xltools.profile.form_spec import (
    AssessmentForm,
    CategoryBlock,
    Column,
    ColumnKey,
    FieldKind,
    Form,
    FundingForm,
    GridCell,
    GridRow,
    HeadField,
    IndicatorForm,
    Measure,
    ObjectiveForm,
    PresetIndicator,
    ReportText,
    SideColumn,
    SideTable,
    Source,
    Subcategory,
    TailForm,
)
from xltools.profile.load import PROFILES, Profile, load_profile, profile_ids
from xltools.profile.policy_spec import (
    Band,
    ExecutionPolicy,
    Grade,
    OverCompletion,
    ScoringPolicy,
)
from xltools.profile.problems import profile_problems

__all__ = [
    "PROFILES",
    "AssessmentForm",
    "Band",
    "CategoryBlock",
    "Column",
    "ColumnKey",
    "ExecutionPolicy",
    "FieldKind",
    "Form",
    "FundingForm",
    "Grade",
    "GridCell",
    "GridRow",
    "HeadField",
    "IndicatorForm",
    "Measure",
    "ObjectiveForm",
    "OverCompletion",
    "PresetIndicator",
    "Profile",
    "ReportText",
    "ScoringPolicy",
    "SideColumn",
    "SideTable",
    "Source",
    "Subcategory",
    "TailForm",
    "load_profile",
    "profile_ids",
    "profile_problems",
]
