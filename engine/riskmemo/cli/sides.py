"""A side of a comparison: a case, or an assessment that was stored, evaluated."""

import datetime
from typing import TYPE_CHECKING

import riskmemo
from riskmemo.cli.choices import ruleset_named
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.hashes import kept_hash
from riskmemo.stored import is_stored_assessment

if TYPE_CHECKING:
    from riskmemo.model.assessment import Assessment


def side(path: str, ruleset: str | None, as_of: datetime.date | None) -> "riskmemo.Basis":
    """A case file with a ruleset, or a stored assessment with the ruleset it was computed with.

    The case and the cut-off of an assessment are its own, and so is the name of its ruleset; what
    is found under that name, or given, must be the same ruleset. Raises `InvalidInput`.
    """
    if not is_stored_assessment(path):
        program = riskmemo.load_ruleset(ruleset_named(ruleset))
        return riskmemo.examine(riskmemo.load_case(path), program, as_of=as_of)
    stored = riskmemo.load_assessment(path)
    program = riskmemo.load_ruleset(ruleset_named(ruleset or stored.ruleset.id))
    _refuse_other_ruleset(path, stored, program)
    return riskmemo.examine(stored.case, program, as_of=as_of or stored.as_of)


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
