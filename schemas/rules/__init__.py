"""Rules: for every kind of field and constraint the verdict, its worksheet formula, its prompt."""

from __future__ import annotations

from schemas.rules.choice import labels, list_fits_inline, list_name
from schemas.rules.excel import check_formula
from schemas.rules.formula import CellRefs, HelperCell
from schemas.rules.judge import (
    campaign_keys,
    column_count,
    helper_values,
    is_used,
    judge_header,
    judge_rows,
)
from schemas.rules.registry import asked_fields, constraint_rules, kind_rules
from schemas.rules.rule import ConstraintRule, KindRule
from schemas.rules.score import (
    ABSTAIN,
    COMMENT,
    CONFLICT,
    ScoreVerdict,
    judge_scores,
    score_columns,
)
from schemas.rules.score_formula import (
    score_clean_formula,
    score_clean_value,
    score_status_formula,
    score_status_messages,
    score_status_value,
    score_total_formula,
    score_total_value,
    score_verdict_formula,
    score_verdict_messages,
    score_verdict_value,
)
from schemas.rules.validation import Validation, hint, score_validation, validation
from schemas.rules.verdict import (
    VerdictMessage,
    clean_formula,
    clean_value,
    helper_cells,
    named_lists,
    used_formula,
    verdict_formula,
    verdict_messages,
    verdict_value,
)

__all__ = [
    "ABSTAIN",
    "COMMENT",
    "CONFLICT",
    "CellRefs",
    "ConstraintRule",
    "HelperCell",
    "KindRule",
    "ScoreVerdict",
    "Validation",
    "VerdictMessage",
    "asked_fields",
    "campaign_keys",
    "check_formula",
    "clean_formula",
    "clean_value",
    "column_count",
    "constraint_rules",
    "helper_cells",
    "helper_values",
    "hint",
    "is_used",
    "judge_header",
    "judge_rows",
    "judge_scores",
    "kind_rules",
    "labels",
    "list_fits_inline",
    "list_name",
    "named_lists",
    "score_clean_formula",
    "score_clean_value",
    "score_columns",
    "score_status_formula",
    "score_status_messages",
    "score_status_value",
    "score_total_formula",
    "score_total_value",
    "score_validation",
    "score_verdict_formula",
    "score_verdict_messages",
    "score_verdict_value",
    "used_formula",
    "validation",
    "verdict_formula",
    "verdict_messages",
    "verdict_value",
]
