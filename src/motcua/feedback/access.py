"""Fetching dialogues on an officer's behalf: what lies outside the scope is absent."""

from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


def dialogue_for(officer: Officer, dialogue_id: int, right: Right = Right.SEE_FIGURES) -> Dialogue:
    """One dialogue of an agency in scope; NotFound when hidden or absent."""
    row = Dialogue.objects.select_related("agency", "minutes_file").filter(pk=dialogue_id).first()
    if row is None or not officer.may(right, row.agency.path):
        raise NotFound
    return row


def question_for(officer: Officer, question_id: int, right: Right = Right.STEER) -> Question:
    """One question of a dialogue in scope; NotFound when hidden or absent."""
    row = Question.objects.select_related("dialogue__agency").filter(pk=question_id).first()
    if row is None or not officer.may(right, row.dialogue.agency.path):
        raise NotFound
    return row
