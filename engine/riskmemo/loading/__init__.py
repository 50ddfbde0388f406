"""Files become models; mistakes are reported where they were written."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from riskmemo.errors import InvalidInput, Mistake, Span, did_you_mean
from riskmemo.language.case import check_case
from riskmemo.language.program import Program
from riskmemo.language.ruleset import typed_ruleset
from riskmemo.language.scope import Locate
from riskmemo.language.swaps import check_swaps
from riskmemo.loading.tables import indicators_in
from riskmemo.loading.validation import Model, Partial, validated_in_part
from riskmemo.loading.vocabularies import (
    NO_KINDS,
    is_path,
    refuse_taken_name,
    vocabulary_file,
)
from riskmemo.model import Assessment, Case, Ruleset, Vocabulary
from riskmemo.model.worked_example import ExampleFile
from riskmemo.resources import ruleset_path
from riskmemo.source.document import read_document
from riskmemo.source.tree import ListNode, MapNode, Node, span_at
from riskmemo.stored import stored_assessment

Result = TypeVar("Result")


def load_vocabulary(name: str | Path, folder: Path | None = None) -> Vocabulary:
    """A shipped vocabulary by its id, or one by its path (inside `folder`, where there is one)."""
    path = vocabulary_file(name, folder)
    node = read_document(path)
    part = validated_in_part(Vocabulary, node)

    def checked() -> Vocabulary:
        vocabulary = _or_raise(part)
        refuse_taken_name(vocabulary, path, node)
        swaps = check_swaps(vocabulary, _places(part.node))
        if swaps.found:
            raise InvalidInput(swaps.found)
        return vocabulary

    return _complete(part, checked)


def load_ruleset(name: str | Path) -> Program:
    """A shipped ruleset by its id, or one by the path of its file or folder, typed and checked.

    Raises `InvalidInput` with every mistake, each with file, line and column.
    """
    return read_ruleset(name)[0]


def read_ruleset(name: str | Path) -> tuple[Program, Locate]:
    """A ruleset, and a function that tells where a part of it was written."""
    path = ruleset_file(name)
    part = validated_in_part(Ruleset, read_document(path))
    ruleset, locate = _or_raise(part), _places(part.node)
    vocabulary, mistakes = _spoken(part, ruleset.vocabulary, path.parent)
    part = part.without_kinds() if vocabulary is NO_KINDS else part
    return _complete(part, lambda: typed_ruleset(ruleset, vocabulary, locate), mistakes), locate


def ruleset_file(name: str | Path) -> Path:
    """The file of a ruleset: of a shipped one by its id, or of one by its file or folder."""
    path = Path(name) if is_path(name) else ruleset_path(str(name))
    return path / "ruleset.yaml" if path.is_dir() else path


def load_case(path: str | Path) -> Case:
    """A case with the rows of its tables, checked against its vocabulary.

    Raises `InvalidInput` with every mistake, each with file, line and column.
    """
    return read_case(path)[0]


def read_case(path: str | Path) -> tuple[Case, Vocabulary, Locate]:
    """A case, the vocabulary that it speaks, and where a part of it was written."""
    folder = Path() if str(path) == "-" else Path(path).parent
    node = read_document(path)
    first = validated_in_part(Case, node)
    draft = _or_raise(first)
    vocabulary, mistakes = _spoken(first, draft.vocabulary, folder)
    node, in_tables = _with_tables(node, first.node, draft, vocabulary, folder)
    part = validated_in_part(Case, node) if draft.tables else first
    part = part.without_kinds() if vocabulary is NO_KINDS else part
    case = _or_raise(part)

    def checked() -> Case:
        check_case(case, vocabulary, _places(part.node))
        return case

    case = _complete(part, checked, (*mistakes, *in_tables))
    return case, vocabulary, _places(part.node)


def load_assessment(path: str | Path) -> Assessment:
    """An assessment that was stored as JSON."""
    return stored_assessment(path) or read_assessment(path)[0]


def read_assessment(path: str | Path) -> tuple[Assessment, Locate]:
    """A stored assessment, and where a part of it stands."""
    node = read_document(path)
    return _whole(Assessment, node), _places(node)


def load_examples(path: str | Path) -> tuple[ExampleFile, Callable[[Sequence[str | int]], Span]]:
    """A file of worked examples, and a function that tells where a part of it stands."""
    node = read_document(path)
    return _whole(ExampleFile, node), lambda place: span_at(node, place)


def _spoken(
    part: Partial[Model], name: str, folder: Path
) -> tuple[Vocabulary, tuple[Mistake, ...]]:
    """The vocabulary that a document speaks, or one without kinds and what is wrong with it."""
    try:
        return load_vocabulary(name, folder), ()
    except InvalidInput as error:
        place = span_at(part.node, ("vocabulary",))
        told = (each if each.span else replace(each, span=place) for each in error.mistakes)
        return NO_KINDS, tuple(told)


def _with_tables(
    node: Node, sound: Node, case: Case, vocabulary: Vocabulary, folder: Path
) -> tuple[Node, tuple[Mistake, ...]]:
    """The document with the rows of its tables among the indicators."""
    rows: list[Node] = []
    mistakes: list[Mistake] = []
    for index, table in enumerate(case.tables):
        place = span_at(sound, ("tables", index, "file"))
        spec = vocabulary.kinds.get(table.kind)
        if spec is None:
            mistakes.append(
                Mistake(
                    "unknown-kind",
                    f"the vocabulary `{vocabulary.id}` has no kind `{table.kind}`",
                    span_at(sound, ("tables", index, "kind")),
                    did_you_mean(table.kind, vocabulary.kinds),
                )
            )
            continue
        try:
            found, wrong = indicators_in(table, spec, folder, place)
            rows += found
        except InvalidInput as error:
            wrong = error.mistakes
        mistakes += (each if each.span else replace(each, span=place) for each in wrong)
    return (_with_rows(node, rows) if isinstance(node, MapNode) and rows else node), tuple(mistakes)


def _with_rows(node: MapNode, rows: list[Node]) -> MapNode:
    written = node.entries.get("indicators")
    items = written.items if isinstance(written, ListNode) else ()
    span = written.span if written else node.span
    entries = {**node.entries, "indicators": ListNode((*items, *rows), span)}
    return MapNode(entries, {**node.keys, "indicators": span}, node.span)


def _places(node: Node) -> Locate:
    return lambda path: span_at(node, path)


def _whole(model: type[Model], node: Node) -> Model:
    part = validated_in_part(model, node)
    return _complete(part, lambda: _or_raise(part))


def _or_raise(part: Partial[Model]) -> Model:
    if part.model is None:
        raise InvalidInput(in_file_order(part.mistakes))
    return part.model


def _complete(
    part: Partial[Model], finish: Callable[[], Result], more: tuple[Mistake, ...] = ()
) -> Result:
    """What `finish` makes of the sound parts, unless there was any mistake in any part."""
    mistakes = [*part.mistakes, *(each for each in more if not part.concerns_dropped(each))]
    try:
        result = finish()
    except InvalidInput as error:
        mistakes += [each for each in error.mistakes if not part.concerns_dropped(each)]
    else:
        if not mistakes:
            return result
    raise InvalidInput(in_file_order(mistakes))


def in_file_order(mistakes: list[Mistake] | tuple[Mistake, ...]) -> list[Mistake]:
    """Mistakes by file, line and column, each once."""
    return sorted(
        dict.fromkeys(mistakes),
        key=lambda each: (
            (each.span.file, each.span.line, each.span.column) if each.span else ("", 0, 0)
        ),
    )
