"""A side of a comparison: a case, or an assessment that was stored, evaluated."""

import datetime
from typing import TYPE_CHECKING

import riskmemo
from riskmemo.cli.choices import ruleset_named
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.hashes import kept_hash
from riskmemo.source.document import read_document
from riskmemo.source.tree import MapNode, ScalarNode

if TYPE_CHECKING:
    from riskmemo.model.assessment import Assessment

STANDARD_INPUT = "-"


def side(path: str, ruleset: str | None, as_of: datetime.date | None) -> "riskmemo.Basis":
    """A case file with a ruleset, or a stored assessment with the ruleset it was computed with.

    The case and the cut-off of an assessment are its own, and so is the name of its ruleset; what
    is found under that name, or given, must be the same ruleset. Raises `InvalidInput`.
    """
    if not is_assessment(path):
        program = riskmemo.load_ruleset(ruleset_named(ruleset))
        return riskmemo.examine(riskmemo.load_case(path), program, as_of=as_of)
    stored = riskmemo.load_assessment(path)
    program = riskmemo.load_ruleset(ruleset_named(ruleset or stored.ruleset.id))
    _refuse_other_ruleset(path, stored, program)
    return riskmemo.examine(stored.case, program, as_of=as_of or stored.as_of)


def is_assessment(path: str) -> bool:
    """Whether a file says that it is an assessment; standard input is a case."""
    if path == STANDARD_INPUT or not path.endswith(".json"):
        return False
    node = read_document(path)
    says = node.entries.get("riskmemo") if isinstance(node, MapNode) else None
    return isinstance(says, ScalarNode) and str(says.value).startswith("assessment/")


def _refuse_other_ruleset(path: str, stored: "Assessment", program: "riskmemo.Program") -> None:
    hashes = kept_hash(program.ruleset), kept_hash(program.vocabulary)
    if hashes == (stored.hashes.ruleset, stored.hashes.vocabulary):
        return
    was, found = stored.ruleset, program.ruleset
    message = (
        f"`{path}` was computed with `{was.id}` {was.version}, and what is found here as"
        f" `{found.id}` {found.version} is another ruleset"
    )
    help_line = "name the file of the ruleset that it was computed with"
    raise InvalidInput(Mistake("ruleset-differs", message, None, help_line))
