"""What WeasyPrint could not do: it writes that to a log and leaves the thing out."""

import contextlib
import logging
import threading
from collections.abc import Iterator

from weasyprint.logger import LOGGER


class _Listener(logging.Handler):
    """Keeps the errors of one thread, as others may write documents at the same time."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        if record.thread == self._thread:
            self.told.append(record.getMessage())


@contextlib.contextmanager
def complaints() -> Iterator[list[str]]:
    """The errors that WeasyPrint logs inside the context; warnings are about unknown CSS only."""
    listener = _Listener()
    LOGGER.addHandler(listener)
    try:
        yield listener.told
    finally:
        LOGGER.removeHandler(listener)
