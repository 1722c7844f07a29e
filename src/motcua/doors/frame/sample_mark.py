"""Whether this installation holds the sample: the band DỮ LIỆU MẪU then stands on every page."""

from django.conf import settings

from motcua.kernel import clock

_NAME = "du-lieu-mau"
_BEGUN = "dang-nap-du-lieu-mau"


def holds_sample() -> bool:
    """The sample leaves a mark beside the data; whoever removes the sample removes it."""
    return bool((settings.HOME / _NAME).exists())


def begin() -> None:
    """Called before the sample is made: an interrupted one must not pass for data."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    (settings.HOME / _BEGUN).touch()


def unfinished() -> bool:
    """Whether making the sample was interrupted: by Ctrl-C, a power cut."""
    return bool((settings.HOME / _BEGUN).exists())


def end() -> None:
    """Called when the sample is whole, or was thrown away."""
    (settings.HOME / _BEGUN).unlink(missing_ok=True)


def leave_mark() -> None:
    """Called when the sample was made."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    (settings.HOME / _NAME).write_text(clock.now().isoformat())
