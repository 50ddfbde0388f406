"""What an earlier panel left in a folder: beside a new panel it would be read as part of it."""

from collections.abc import Collection, Iterator
from pathlib import Path

from riskmemo.batch.tables import expected_tables, files_of
from riskmemo.errors import Mistake, OutputRefused
from riskmemo.model.vocabulary import Vocabulary


def tables_to_remove(
    written: Collection[Path], folder: Path, vocabulary: Vocabulary, *, force: bool
) -> list[Path]:
    """The other tables in the folder of a new panel, which would be read as part of it.

    Raises `OutputRefused` unless they may be removed: with `force`, and if the vocabulary has such
    a table; anything else is not for us to remove.
    """
    others = [path for path in files_of(folder) if path not in written] if folder.is_dir() else []
    mistakes = list(_refused(others, expected_tables(vocabulary), force=force))
    if mistakes:
        raise OutputRefused(mistakes)
    return others


def _refused(
    others: Collection[Path], expected: tuple[str, ...], *, force: bool
) -> Iterator[Mistake]:
    for path in others:
        known = path.stem in expected
        if not (force and known):
            message = f"`{path}` is there and would be read as part of the new panel"
            what = "replace the whole panel with `--force`" if known else "move the file away"
            advice = f"choose another place with `-o`, or {what}"
            yield Mistake("output-exists", message, help=advice)


def remove(tables: Collection[Path]) -> None:
    """Raises `OutputRefused` where a table cannot be removed."""
    for path in tables:
        try:
            path.unlink()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            message = f"`{path}` belongs to an earlier panel and cannot be removed: {reason}"
            advice = "remove it yourself: it would be read as part of the new panel"
            raise OutputRefused(Mistake("output-unwritable", message, help=advice)) from None
