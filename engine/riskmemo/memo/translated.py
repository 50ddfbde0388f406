"""The fixed text of memos in each language, from the catalogues in `templates/languages/`.

A catalogue is compiled when it is first used, so that the text a translator edits is the text that
a memo has.
"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from riskmemo.memo.wording import Wording
from riskmemo.resources import catalogue_path


def wording_in(language: str) -> Wording:
    """The fixed text in a language of `resources.language_named`."""
    return _wording(catalogue_path(language))


@cache
def _wording(path: Path | None) -> Wording:
    if path is None:
        return Wording()
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (English needs no catalogue)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as text:
        catalogue = read_po(text, locale=path.stem, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Wording(gettext.GNUTranslations(compiled))
