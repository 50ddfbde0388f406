"""Web addresses as a package may hold them: Word opens no document with one that is not a URI."""

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_SAFE = "/:?#@!$&'()*+,;=%~-._"
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def as_uri(url: str) -> str | None:
    """The address with everything escaped that a URI cannot hold; none where it cannot be one."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (UnicodeError, ValueError):
        return None
    if parts.scheme not in {"http", "https"} or parts.username or not _HOST.fullmatch(host):
        return None
    place = host if port is None else f"{host}:{port}"
    rest = parts._replace(scheme="", netloc="").geturl()
    return f"{parts.scheme}://{place}{_escaped(rest)}"


def _escaped(rest: str) -> str:
    path, hash_, fragment = quote(_BROKEN_ESCAPE.sub("%25", rest), safe=_SAFE).partition("#")
    return f"{path}{hash_}{fragment.replace('#', '%23')}"
