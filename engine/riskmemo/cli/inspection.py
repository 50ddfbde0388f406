"""Files looked at for mistakes: what each is, its own key says."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from riskmemo.checks import findings
from riskmemo.errors import InvalidInput, Mistake, Span, did_you_mean
from riskmemo.language.program import Program
from riskmemo.loading import (
    in_file_order,
    load_assessment,
    load_case,
    load_examples,
    load_ruleset,
    load_vocabulary,
)
from riskmemo.memo.says_check import Fault, check_says
from riskmemo.resources import ruleset_names, ruleset_path, vocabulary_names, vocabulary_path
from riskmemo.source.document import read_document
from riskmemo.source.tree import MapNode, Node, ScalarNode, span_at

ENDINGS = (".yaml", ".yml", ".json")
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The files looked at, the mistakes that make them invalid, and the findings of checks."""

    files: list[str]
    invalid: list[Mistake]
    findings: list[Mistake]


def inspect(paths: Iterable[str]) -> Inspection:
    """Look at every file, also after mistakes in others; the same mistake is told once."""
    files: list[str] = []
    invalid: list[Mistake] = []
    found: list[Mistake] = []
    for path in paths:
        try:
            files += _files_of(path)
        except InvalidInput as error:
            invalid += error.mistakes
    for file in dict.fromkeys(files):
        try:
            found += _findings_in(file)
        except InvalidInput as error:
            invalid += error.mistakes
    return Inspection(list(dict.fromkeys(files)), in_file_order(invalid), in_file_order(found))


def program_in(file: str) -> Program | None:
    """The program of a valid ruleset; none for any other file."""
    try:
        node = read_document(file) if file != STANDARD_INPUT else None
        is_ruleset = node is not None and _kind(node, file) == "ruleset/1"
        return load_ruleset(Path(file)) if is_ruleset else None
    except InvalidInput:
        return None


def _files_of(path: str) -> list[str]:
    """The files that an argument names: a shipped ruleset has a folder, a vocabulary a file."""
    if not path:
        help_line = "name a file or a folder; the current folder is `.`"
        raise InvalidInput(Mistake("file-not-found", "the path is empty", help=help_line))
    if path in ruleset_names():
        return _files_in(ruleset_path(path).parent)
    if path in vocabulary_names():
        return [str(vocabulary_path(path))]
    return _files_in(Path(path)) if path != STANDARD_INPUT and Path(path).is_dir() else [path]


def _files_in(folder: Path) -> list[str]:
    """The YAML files in a folder and below, and the JSON files that are riskmemo's."""
    every = sorted(each for each in folder.rglob("*") if each.suffix.lower() in ENDINGS)
    shown = [each for each in every if not _is_hidden(each.relative_to(folder))]
    files = [str(each) for each in shown if each.suffix != ".json" or _says_what_it_is(each)]
    if not files:
        help_line = "name a folder with cases, rulesets or vocabularies"
        raise InvalidInput(
            Mistake("nothing-to-check", f"`{folder}` holds no YAML file", help=help_line)
        )
    return files


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _says_what_it_is(path: Path) -> bool:
    try:
        node = read_document(path)
    except InvalidInput:
        return False
    return isinstance(node, MapNode) and "riskmemo" in node.entries


def _findings_in(file: str) -> list[Mistake]:
    """What checks find in a valid file; raises `InvalidInput` for any other."""
    if file == STANDARD_INPUT:
        load_case(file)
        return []
    node = read_document(file)
    return KINDS[_kind(node, file)](Path(file), node)


def _kind(node: Node, file: str) -> str:
    entry = node.entries.get("riskmemo") if isinstance(node, MapNode) else None
    kind = entry.value if isinstance(entry, ScalarNode) else None
    if kind in KINDS:
        return str(kind)
    listed = ", ".join(f"`riskmemo: {each}`" for each in KINDS)
    if entry is None:
        message = "nothing says what kind of file this is"
        span = Span(file, 1, 1, 1, node.span.text if node.span.line == 1 else "")
        raise InvalidInput(Mistake("unknown-file", message, span, f"begin it with one of {listed}"))
    message = "this is no kind of file that riskmemo knows"
    raise InvalidInput(
        Mistake("unknown-file", message, entry.span, did_you_mean(str(kind), KINDS, listed))
    )


def _ruleset(path: Path, node: Node) -> list[Mistake]:
    program = load_ruleset(path)
    return [*findings(program, lambda place: span_at(node, place)), *_faults(program, node)]


def _faults(program: Program, node: Node) -> Iterator[Mistake]:
    """What is wrong with the sentences (`says`) of rules."""
    for index, rule in enumerate(program.ruleset.rules):
        if rule.says is None:
            continue
        fields = {alias: program.schemas[kind].fields for alias, kind in rule.match.items()}
        place = span_at(node, ("rules", index, "says"))
        for fault in check_says(rule.says, fields):
            yield Mistake(fault.code, fault.message, _inside(place, rule.says, fault), fault.help)


def _inside(place: Span, text: str, fault: Fault) -> Span:
    """The place of a fault, where the sentence is written on one line just as it reads."""
    start = place.text.find(text, place.column - 1)
    if start < 0 or "\n" in text:
        return place
    return Span(place.file, place.line, start + 1 + fault.offset, fault.length, place.text)


def _loads(load: Callable[[Path], object]) -> Callable[[Path, Node], list[Mistake]]:
    def checked(path: Path, _: Node) -> list[Mistake]:
        load(path)
        return []

    return checked


KINDS: Mapping[str, Callable[[Path, Node], list[Mistake]]] = {
    "case/1": _loads(load_case),
    "ruleset/1": _ruleset,
    "vocabulary/1": _loads(load_vocabulary),
    "test/1": _loads(load_examples),
    "assessment/1": _loads(load_assessment),
}
"""What a file says it is, and what is made of it."""
