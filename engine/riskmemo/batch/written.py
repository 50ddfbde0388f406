"""A document written as YAML 1.2 that reads back as it was, whatever its texts look like."""

import re
from typing import Any

import yaml

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_,;()/-]*(?: [A-Za-z0-9_,;()/-]+)*\.?")
"""Texts that no reader takes for anything else, but for the words below."""
WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
WIDTH = 100


class _Writer(yaml.SafeDumper):
    """PyYAML's writer, which knows YAML 1.1: what it would leave bare may be a number in 1.2."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        """What stands in two places is written twice: readers of cases refuse references."""
        return True

    def text(self, text: str) -> yaml.ScalarNode:
        """Bare where that is safe, else in double quotes; our files leave days bare."""
        if DAY.fullmatch(text):
            return yaml.ScalarNode("tag:yaml.org,2002:timestamp", text)
        is_plain = PLAIN.fullmatch(text) and text.lower() not in WORDS
        return self.represent_scalar("tag:yaml.org,2002:str", text, None if is_plain else '"')


_Writer.add_representer(str, _Writer.text)


def as_yaml(document: Any) -> str:
    """A document of maps, lists, texts, numbers, booleans and nothing."""
    return str(
        yaml.dump(document, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH)
    )
