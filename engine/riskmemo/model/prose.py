"""The texts that stand in a record."""

from collections.abc import Iterator, Sequence

from riskmemo.model.base import Record

Path = Sequence[str | int]


def prose_of(record: Record, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a record, with its path."""
    for name, value in record:
        for place, item in _items(value, (*path, name)):
            if isinstance(item, str):
                yield place, item
            elif isinstance(item, Record):
                yield from prose_of(item, place)


def _items(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield (*path, index), item
    else:
        yield path, value
