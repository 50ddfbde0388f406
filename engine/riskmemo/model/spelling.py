"""How the words of a vocabulary stand inside a sentence."""


def small(doc: str) -> str:
    """A sentence as it stands behind a colon, unless it begins with a name or abbreviation."""
    first = doc.split(" ", 1)[0]
    return doc[0].lower() + doc[1:] if first[1:].islower() or len(first) == 1 else doc
