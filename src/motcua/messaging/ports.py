"""What messaging asks of a way to reach people. Adapters are plugged in `config.plugs`."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person can be reached; an empty text means «not known»."""

    phone: str = ""
    email: str = ""


class Unreachable(Exception):  # noqa: N818 - an answer of the channel, not a fault of ours
    """The channel did not take the letter now: it is tried again. The reason is Vietnamese, without addresses."""


class Undeliverable(Exception):  # noqa: N818 - an answer of the channel
    """The channel will never take this letter (no such address): it is not tried again."""


class Channel(Protocol):
    """Carries letters out of the house. Called in a job, never inside an act."""

    @property
    def name(self) -> str:
        """The code stored with each letter."""
        ...

    @property
    def label(self) -> str:
        """The word for the citizen: «Tin nhắn», «Thư điện tử»."""
        ...

    @property
    def short(self) -> bool:
        """Whether it carries the short text (a text message) instead of the whole one."""
        ...

    def address_of(self, contact: Contact) -> str:
        """Where it would reach this person; empty when it cannot."""
        ...

    def send(self, address: str, subject: str, text: str) -> str:
        """Hand over one letter and answer the channel's own number for it ("" when it has none).

        Raises Unreachable or Undeliverable.
        """
        ...


_channels: dict[str, Channel] = {}


def plug(*channels: Channel) -> None:
    """Called by `config.plugs`: these channels are in use from now on, and no others."""
    _channels.clear()
    _channels.update({channel.name: channel for channel in channels})


def channels() -> dict[str, Channel]:
    """Every channel in use, by name."""
    return dict(_channels)
