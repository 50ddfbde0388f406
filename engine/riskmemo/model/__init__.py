"""Pure data: vocabulary, case, ruleset and assessment, as pydantic models."""

from riskmemo.model.assessment import Assessment
from riskmemo.model.case import Case
from riskmemo.model.comparison import Comparison
from riskmemo.model.ruleset import Ruleset
from riskmemo.model.screening import Screening
from riskmemo.model.vocabulary import Vocabulary

__all__ = ["Assessment", "Case", "Comparison", "Ruleset", "Screening", "Vocabulary"]
