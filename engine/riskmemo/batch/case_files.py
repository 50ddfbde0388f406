"""Case files in folders, and the vocabulary that a case of a panel speaks."""

import os
import tempfile
from pathlib import Path

from riskmemo.batch.database import Database, literal, require_libraries
from riskmemo.batch.tables import ROW, table_of_cases
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.loading import load_case, load_vocabulary
from riskmemo.loading.vocabularies import is_path
from riskmemo.model.case import Case
from riskmemo.model.vocabulary import Vocabulary
from riskmemo.resources import vocabulary_names
from riskmemo.source.document import read_document
from riskmemo.source.tree import MapNode, ScalarNode

ENDINGS = {".yaml", ".yml", ".json"}


def cases_in(folder: Path) -> tuple[list[Case], Vocabulary]:
    """Every case in a folder and below, in the order of the files, and their vocabulary.

    Raises `InvalidInput` with every mistake of every case, and where they speak several.
    """
    files = [path for path in _documents(folder) if _is_case(path)]
    if not files:
        message = f"`{folder}` holds no case"
        raise InvalidInput(Mistake("no-cases", message, help="name a folder with case files"))
    cases: list[Case] = []
    spoken: dict[str, Vocabulary] = {}
    mistakes: list[Mistake] = []
    for path in files:
        try:
            case = load_case(path)
            vocabulary = load_vocabulary(case.vocabulary, path.parent)
        except InvalidInput as error:
            mistakes += error.mistakes
        else:
            cases.append(case)
            spoken[vocabulary.id] = vocabulary
    if mistakes:
        raise InvalidInput(mistakes)
    if len(spoken) > 1:
        message = f"the cases speak several vocabularies: {', '.join(sorted(spoken))}"
        advice = "make a panel of each"
        raise InvalidInput(Mistake("vocabularies-differ", message, help=advice))
    return cases, next(iter(spoken.values()))


def _documents(folder: Path) -> list[Path]:
    if not folder.is_dir():
        message = f"`{folder}` is not a folder"
        raise InvalidInput(Mistake("file-not-found", message, help="name a folder with case files"))
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _is_case(path: Path) -> bool:
    """Whether a document says that it is a case; what cannot be read may be one."""
    try:
        node = read_document(path)
    except InvalidInput:
        return path.suffix.lower() != ".json"
    entry = node.entries.get("riskmemo") if isinstance(node, MapNode) else None
    return isinstance(entry, ScalarNode) and str(entry.value).startswith("case/")


def vocabulary_for(
    panel: str | Path, case_id: str, given: str | None, output: Path
) -> tuple[Vocabulary, str]:
    """The vocabulary of a case of a panel, and how a case file at `output` names it."""
    if given is None:
        named = _named_in(panel, case_id)
        if named not in vocabulary_names():
            message = f"nothing says which vocabulary the case `{case_id}` speaks"
            shipped = ", ".join(vocabulary_names())
            advice = f"add `--vocabulary NAME|PATH`; with riskmemo come {shipped}"
            raise InvalidInput(Mistake("no-vocabulary", message, help=advice))
        return load_vocabulary(named), named
    if given in vocabulary_names():
        return load_vocabulary(given), given
    path = Path(given)
    beside = os.path.relpath(path, output.parent)
    if beside.startswith(".."):
        message = (
            f"a case file at `{output}` cannot name `{given}`, which lies outside of its folder"
        )
        advice = f"write it beside the vocabulary, as `-o {path.parent / output.name}`"
        raise InvalidInput(Mistake("path-outside", message, help=advice))
    return load_vocabulary(path), beside if is_path(beside) else f"./{beside}"


def _named_in(panel: str | Path, case_id: str) -> str:
    """The `vocabulary` of a case in the table `cases`."""
    require_libraries()
    with (
        tempfile.TemporaryDirectory(prefix="riskmemo-") as folder,
        Database(Path(folder)) as database,
    ):
        table = table_of_cases(panel, database)
        if table is None or not {"case_id", "vocabulary"} <= table.columns.keys():
            return ""
        rows = database.run(
            f"SELECT CAST(vocabulary AS VARCHAR) FROM ({table.relation}) WHERE"
            f" CAST(case_id AS VARCHAR) = {literal(case_id)} ORDER BY {ROW} LIMIT 1"
        )
    return str(rows[0][0]) if rows and rows[0][0] is not None else ""
