"""What Spark says of a failure is cut down to the sentence that helps."""

from riskmemo.batch.spark.database import reason_of


class Thrown:
    """An exception of Java, as py4j hands it over."""

    def __init__(self, said: str, cause: "Thrown | None" = None) -> None:
        self.said, self.cause = said, cause

    def toString(self) -> str:  # noqa: N802  (Java's name)
        """What it says."""
        return self.said

    def getCause(self) -> "Thrown | None":  # noqa: N802  (Java's name)
        """What it was thrown for."""
        return self.cause


class Failed(Exception):
    """An error of py4j."""

    java_exception = Thrown("job aborted", Thrown("java.lang.OutOfMemoryError: heap\n at a line"))


def test_the_first_cause_is_told() -> None:
    """`An error occurred while calling o540.parquet` would help nobody."""
    assert reason_of(Failed("An error occurred")) == "java.lang.OutOfMemoryError: heap"


def test_of_other_errors_the_first_line_is_told() -> None:
    """Without its point, as a sentence goes on after it."""
    assert reason_of(ValueError("one.\ntwo")) == "one"
