"""Mistakes of questions with competing hypotheses, and of rules that bear on them."""

from riskmemo.errors import did_you_mean
from riskmemo.language.scope import Mistakes, Path
from riskmemo.model.ruleset import Question, Ruleset


def check_competing(ruleset: Ruleset, mistakes: Mistakes) -> None:
    """Report hypotheses that do not exist, compete with none, or stand twice in a question."""
    for name, question in ruleset.competing.items():
        _check_question(ruleset, question, ("competing", name, "hypotheses"), mistakes)
    asked = {each for question in ruleset.competing.values() for each in question.hypotheses}
    for index, rule in enumerate(ruleset.rules):
        for hypothesis in rule.bears_on:
            path: Path = ("rules", index, "bears_on", hypothesis)
            if hypothesis not in ruleset.hypotheses:
                _report_unknown(ruleset, hypothesis, path, mistakes)
            elif hypothesis not in asked:
                mistakes.add(
                    "not-competing",
                    f"the hypothesis `{hypothesis}` competes with no other",
                    path,
                    did_you_mean(hypothesis, asked, "name it in a question under `competing:`"),
                )


def _check_question(ruleset: Ruleset, question: Question, path: Path, mistakes: Mistakes) -> None:
    for index, hypothesis in enumerate(question.hypotheses):
        place = (*path, index)
        if hypothesis not in ruleset.hypotheses:
            _report_unknown(ruleset, hypothesis, place, mistakes)
        elif hypothesis in question.hypotheses[:index]:
            message = f"`{hypothesis}` stands twice in the question"
            mistakes.add("duplicate-id", message, place, "name each hypothesis once")
    if len(set(question.hypotheses)) < 2:
        mistakes.add(
            "lone-hypothesis",
            "a question needs two hypotheses or more",
            path,
            "add a rival reading, or take the question away",
        )


def _report_unknown(ruleset: Ruleset, name: str, path: Path, mistakes: Mistakes) -> None:
    message = f"there is no hypothesis `{name}`"
    known = did_you_mean(name, ruleset.hypotheses, "declare it under `hypotheses:`")
    mistakes.add("unknown-hypothesis", message, path, known)
