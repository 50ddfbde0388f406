"""`make translate`: bring the catalogues in step with the code, and list what is to be translated.

Translations are kept. A message that was reworded gets the old translation, marked `fuzzy`, which
no memo uses: look at it, then take the mark away. `ADD=mn` begins the catalogue of a new language.
"""

import argparse
import sys
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from riskmemo.resources import templates_dir
from tests.translation.extracting import messages

FOLDER = templates_dir() / "languages"
WIDTH = 100


def main() -> int:
    """Update every catalogue; 1 where something is left to translate."""
    parser = argparse.ArgumentParser(prog="make translate", description=__doc__)
    parser.add_argument("--add", type=_language, help="a language to begin, by its Babel name")
    added = parser.parse_args().add
    paths = {*FOLDER.glob("*.po"), *([FOLDER / f"{added}.po"] if added else [])}
    code = template()
    left = sum(update(path, code) for path in sorted(paths))
    return 1 if left else 0


def _language(name: str) -> str:
    """The name of a language; an error of the command line for any other."""
    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError) as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def template() -> Catalog:
    """The messages of the code, without translations."""
    found = Catalog()
    for message in messages():
        key = (message.one, message.many) if message.many else message.one
        found.add(key, locations=[(message.file, 0)])
    return found


def read(path: Path) -> Catalog:
    """The catalogue of a language."""
    with path.open("rb") as text:
        return read_po(text, locale=path.stem, abort_invalid=True)


def update(path: Path, code: Catalog) -> int:
    """Write the catalogue anew; the number of messages that are left to translate."""
    catalogue = read(path) if path.exists() else _begun(path.stem)
    catalogue.update(code, update_creation_date=False)
    catalogue.obsolete.clear()
    with path.open("wb") as text:
        write_po(text, catalogue, width=WIDTH, ignore_obsolete=True)
    left = [each for each in catalogue if each.id and (each.fuzzy or not is_translated(each))]
    for each in left:
        one = each.id if isinstance(each.id, str) else each.id[0]
        print(f"{path.name}: {'fuzzy' if each.fuzzy else 'new'}: {one}")  # noqa: T201
    print(f"{path.name}: {len(catalogue)} messages, {len(left)} to translate")  # noqa: T201
    return len(left)


def _begun(language: str) -> Catalog:
    name = Locale.parse(language).english_name
    header = f"# The fixed text of memos in {name}."
    return Catalog(language, header_comment=header, project="riskmemo", version="memo", fuzzy=False)


def is_translated(message: Message) -> bool:
    """Whether every form of a message has a translation."""
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(forms)


if __name__ == "__main__":
    sys.exit(main())
