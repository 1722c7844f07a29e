"""What blobs ask of others: a look for malware before bytes are kept."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an inspector found; `finding` names the malware for the administrator, empty when clean."""

    clean: bool
    finding: str = ""


class Inspector(Protocol):
    """Looks through a file for malware. Raises OSError when it cannot be asked."""

    def inspect(self, file: BinaryIO) -> Verdict:
        """Read the file from where it stands to its end."""
        ...


_inspectors: list[Inspector] = []


def plug_inspectors(*inspectors: Inspector) -> None:
    """Called by `config.plugs`: these look at every file from now on, in this order."""
    _inspectors[:] = inspectors


def inspectors() -> list[Inspector]:
    """Everyone who looks at a file before it is kept."""
    return list(_inspectors)
