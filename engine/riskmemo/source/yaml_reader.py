"""YAML 1.2 becomes a stream for the tree builder, from the events of libyaml.

Only events are used, never a loader: nothing is constructed, no alias is followed, and reading
stops as soon as a limit is passed.
"""

import re
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml import events

from riskmemo.errors import Mistake, Span
from riskmemo.source.builder import TreeBuilder
from riskmemo.source.mistakes import MistakeList
from riskmemo.source.text import SourceText, empty_file
from riskmemo.source.yaml_syntax import syntax_mistake

if TYPE_CHECKING:
    from collections.abc import Callable

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
CONTENT = re.compile(r"^(?![ \t]*(?:#.*)?$).*", re.MULTILINE)
MORE = re.compile(r"^(?![ \t]*(?:#.*)?$|\.\.\.[ \t]*(?:#.*)?$)[ \t]*(\S+)", re.MULTILINE)
ANCHOR = re.compile(r"(?:![^\s,\[\]{}]*\s+)?(&[^\s,\[\]{}]*)")
TAG = re.compile(r"(?:&[^\s,\[\]{}]*\s+)?(![^\s,\[\]{}]*)")


def read_yaml(source: SourceText, builder: TreeBuilder, mistakes: MistakeList) -> None:
    """Feeds the one document of `source` to the builder."""
    reader = _YamlReader(source, builder, mistakes)
    reader.refuse_directive()
    try:
        reader.read()
    except yaml.YAMLError as error:
        mistakes.stop(syntax_mistake(error, source))


class _YamlReader:
    """One handler for each kind of event."""

    def __init__(self, source: SourceText, builder: TreeBuilder, mistakes: MistakeList) -> None:
        self._source = source
        self._builder = builder
        self._mistakes = mistakes
        self._handlers: dict[type[events.Event], Callable[[Any], None]] = {
            events.StreamStartEvent: self._nothing,
            events.DocumentStartEvent: self._nothing,
            events.StreamEndEvent: self._empty,
            events.AliasEvent: self._alias,
            events.ScalarEvent: self._scalar,
            events.SequenceStartEvent: self._list,
            events.MappingStartEvent: self._map,
            events.SequenceEndEvent: self._close,
            events.MappingEndEvent: self._close,
        }

    def refuse_directive(self) -> None:
        """Directives are looked for first: thousands of them would keep libyaml busy for hours."""
        first_line = CONTENT.search(self._source.text)
        if first_line and first_line[0].startswith("%"):
            message = "directives are not allowed: every file is read as YAML 1.2"
            place = self._source.at(first_line.start(), len(first_line[0]))
            self._mistakes.stop(Mistake("directive", message, place, "delete this line"))

    def read(self) -> None:
        """Goes through the events up to the end of the first document, and nothing may follow."""
        for event in yaml.parse(self._source.text, Loader=LOADER):
            if isinstance(event, events.DocumentEndEvent):
                return self._refuse_more(_offsets(event)[1])
            self._handlers[type(event)](event)
        return None

    def _nothing(self, _event: events.Event) -> None:
        pass

    def _empty(self, _event: events.Event) -> NoReturn:
        self._mistakes.stop(empty_file(self._source))

    def _alias(self, event: events.AliasEvent) -> None:
        message = f"aliases are not allowed: `*{event.anchor}` refers to another place"
        help_line = "write the value out here; text that begins with `*` needs quotes"
        self._mistakes.add(Mistake("alias", message, self._span(event), help_line))
        self._builder.value(f"*{event.anchor}", self._span(event))

    def _scalar(self, event: events.ScalarEvent) -> None:
        self._refuse_properties(event)
        if event.style:
            self._builder.text(event.value, self._span(event))
        elif not event.value and self._builder.is_empty:
            self._mistakes.stop(empty_file(self._source))
        else:
            self._builder.word(event.value, self._span(event))

    def _list(self, event: events.SequenceStartEvent) -> None:
        self._refuse_properties(event)
        self._builder.open_list(self._opening(event))

    def _map(self, event: events.MappingStartEvent) -> None:
        self._refuse_properties(event)
        self._builder.open_map(self._opening(event))

    def _close(self, _event: events.CollectionEndEvent) -> None:
        self._builder.close()

    def _refuse_properties(self, event: events.ScalarEvent | events.CollectionStartEvent) -> None:
        if event.anchor is not None:
            help_line = (
                "write values out where they are needed; text beginning with `&` needs quotes"
            )
            place = self._property(ANCHOR, _offsets(event)[0])
            self._mistakes.add(Mistake("anchor", "anchors are not allowed", place, help_line))
        if event.tag is not None:
            help_line = "delete the tag; text that begins with `!` needs quotes"
            place = self._property(TAG, _offsets(event)[0])
            self._mistakes.add(Mistake("tag", "tags are not allowed", place, help_line))

    def _property(self, pattern: re.Pattern[str], start: int) -> Span:
        found = pattern.match(self._source.text, start)
        return self._source.at(found.start(1), len(found[1])) if found else self._source.at(start)

    def _refuse_more(self, end: int) -> None:
        found = MORE.search(self._source.text[end:])
        if found:
            place = self._source.at(end + found.start(1), len(found[1]))
            self._mistakes.stop(_more(found[0], place))

    def _span(self, event: events.Event) -> Span:
        start, end = _offsets(event)
        return self._source.at(start, end - start)

    def _opening(self, event: events.Event) -> Span:
        return self._source.at(_offsets(event)[0])


def _offsets(event: events.Event) -> tuple[int, int]:
    """Where the event begins and ends in the text."""
    if event.start_mark is None or event.end_mark is None:
        raise RuntimeError("the YAML parser gave an event without a place")
    return event.start_mark.index, event.end_mark.index


def _more(word: str, place: Span) -> Mistake:
    if word.startswith(("---", "%")):
        message = "a second document begins here, and a file may hold one only"
        return Mistake("several-documents", message, place, "put it in a file of its own")
    message = "this text does not belong to the document, which ends before it"
    return Mistake("yaml-syntax", message, place, "check the indentation and the brackets")
