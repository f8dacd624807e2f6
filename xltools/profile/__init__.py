"""A region's form and scoring rules as data: TOML in, frozen records out.

One profile feeds the blank workbook, the reader, the validations, the messages and the
report. `load_profile("shanxi-2020")` reads `profiles/shanxi-2020.toml`; a path to a TOML
file of one's own works as well, and so does the id of a profile beside the workbook or in the
user's folder. A profile that `extends` another says only what differs. A policy stands in `profiles/policies/` so that regions
can share it; keys under `[policy]` in the profile override it.
"""

from xltools.profile.find import PROFILES, user_folder
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
    SummaryColumn,
    SummaryForm,
    SummaryKey,
    TailForm,
)
from xltools.profile.load import (
    Profile,
    all_profiles,
    load_profile,
    profile_ids,
    steady_profiles,
)
from xltools.profile.policy_spec import (
    Band,
    CutStep,
    ExecutionPolicy,
    Grade,
    GradeCap,
    OverCompletion,
    RateRange,
    Rule,
    ScoringPolicy,
    share_in,
)

__all__ = [
    "PROFILES",
    "AssessmentForm",
    "Band",
    "CategoryBlock",
    "Column",
    "ColumnKey",
    "CutStep",
    "ExecutionPolicy",
    "FieldKind",
    "Form",
    "FundingForm",
    "Grade",
    "GradeCap",
    "GridCell",
    "GridRow",
    "HeadField",
    "IndicatorForm",
    "Measure",
    "ObjectiveForm",
    "OverCompletion",
    "PresetIndicator",
    "Profile",
    "RateRange",
    "ReportText",
    "Rule",
    "ScoringPolicy",
    "SideColumn",
    "SideTable",
    "Source",
    "Subcategory",
    "SummaryColumn",
    "SummaryForm",
    "SummaryKey",
    "TailForm",
    "all_profiles",
    "load_profile",
    "profile_ids",
    "share_in",
    "steady_profiles",
    "user_folder",
]
