"""What the forms of acts on a dossier have in common: what they choose from, and how they become a command."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from motcua.catalogue.models import Component
from motcua.dossiers.actions import perform
from motcua.dossiers.enums import Act, Channel, ExtraState
from motcua.dossiers.filing import HandedIn, Paid
from motcua.dossiers.filing_fees import fee_to_mend
from motcua.dossiers.lateness_models import Apology, ExtraPaper
from motcua.dossiers.models import Dossier, Opinion
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Staff


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the forms of a dossier's acts choose from."""

    colleagues: tuple[Staff, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    duty_left: int = 0
    officer_id: int | None = None
    draft: Apology | None = None
    extras: tuple[ExtraPaper, ...] = ()
    components: tuple[Component, ...] = ()
    may_extend: bool = True

    def senseless(self, dossier: Dossier) -> set[Act]:
        """Acts the table allows but that have nothing to act on now."""
        waiting = any(extra.state == ExtraState.REQUESTED.value for extra in self.extras)
        found: set[Act] = set() if dossier.opinions_open else {Act.GIVE_OPINION}
        found |= set() if self.overdue_opinions else {Act.MISS_OPINION}
        found |= set() if self.draft else {Act.RETURN_APOLOGY}
        found |= {Act.DRAFT_APOLOGY} if self.draft or not self.may_extend else set()
        found |= set() if self.may_extend else {Act.EXTEND}
        online = dossier.channel == Channel.ONLINE.value
        found |= set() if fee_to_mend(dossier.version, online=online) else {Act.MEND_FEE}
        return found | (set() if waiting else {Act.CONSENT_EXTRA, Act.DECLINE_EXTRA})

    @property
    def overdue_opinions(self) -> list[Opinion]:
        """Opinions whose due date has passed without an answer."""
        today = clock.today()
        return [each for each in self.open_opinions if each.due_on < today]

    @property
    def open_opinions(self) -> list[Opinion]:
        """Opinions neither answered nor given up on."""
        return [each for each in self.opinions if each.answered_at is None and each.missed_at is None]


class ActForm(forms.Form):
    """Base of the forms of acts: a remark. `around` is what they choose from."""

    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, dossier: Dossier, around: Surroundings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier, self.around = dossier, around
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices."""

    def command(self) -> commands.Command:
        raise NotImplementedError

    def perform(self, *, actor: Actor, seen: int | None, act_key: str | None) -> None:
        """Do the act that the form was filled for."""
        perform(
            self.dossier.pk,
            self.command(),
            actor=actor,
            seen=seen,
            papers=self.papers(),
            paid=self.paid(),
            act_key=act_key,
        )

    @property
    def item_rows(self) -> Sequence[tuple[BoundField, BoundField]]:
        """Pairs of fields shown as the rows of a table; none for most acts."""
        return ()

    @property
    def plain_fields(self) -> list[BoundField]:
        """The fields shown one below the other."""
        in_rows = {bound.name for row in self.item_rows for bound in row}
        return [bound for bound in self.visible_fields() if bound.name not in in_rows]

    def papers(self) -> tuple[HandedIn, ...]:
        return ()

    def paid(self) -> Paid | None:
        return None

    def refuse(self, refused: Refused) -> None:
        """Put an act's refusal where it can be mended."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)

    def note_label(self, label: str, *, hint: str = "", required: bool = True) -> None:
        self.fields["note"].label, self.fields["note"].help_text = label, hint
        self.fields["note"].required = required
        self.fields["note"].error_messages["required"] = f"{label}: chưa ghi."


class ReasonForm(ActForm):
    """An act whose reason the citizen must learn."""

    label = "Lý do"
    hint = "Người nộp đọc được lý do này."
    make: type[commands.Command]

    def prepare(self) -> None:
        self.note_label(self.label, hint=self.hint)

    def command(self) -> commands.Command:
        return self.make(self.cleaned_data["note"])
