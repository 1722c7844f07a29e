"""Whether this installation holds the sample: the band DỮ LIỆU MẪU then stands on every page."""

from django.conf import settings

from motcua.kernel import clock

_NAME = "du-lieu-mau"


def holds_sample() -> bool:
    """The sample leaves a mark beside the data; whoever removes the sample removes it."""
    return bool((settings.HOME / _NAME).exists())


def leave_mark() -> None:
    """Called when the sample was made."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    (settings.HOME / _NAME).write_text(clock.now().isoformat())
