"""What an act answers when it cannot be done: in Vietnamese, with the way out."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """The act is not possible now, and nothing was changed.

    `message` says what is wrong and what to do, in words for the person acting.
    `field` names the input to mend, when there is one. `code` is for tests and interfaces.
    """

    def __init__(self, message: str, *, field: str | None = None, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class NotFound(Refused):
    """Hidden and absent answer alike, so that nobody learns what exists elsewhere."""

    def __init__(self, message: str = "Không tìm thấy, hoặc không thuộc phạm vi của ông/bà.") -> None:
        super().__init__(message, code="not_found")


class Overtaken(Refused):
    """Somebody else acted first; `message` says who did what."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="overtaken")
