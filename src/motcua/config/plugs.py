"""Which adapter serves which port, and who listens to which outbox topic."""


def connect() -> None:
    """Called once, when every app is loaded."""
    _measurement()


def _measurement() -> None:
    from motcua.audit.outbox import register_consumer
    from motcua.indicators.ports import plug
    from motcua.measurement import tasks
    from motcua.measurement.port import RollUpMeasure

    plug(RollUpMeasure())
    register_consumer("measurement", {"dossier"}, on_marks=tasks.on_dossier_marks)
    register_consumer("measurement.petitions", {"petition"}, on_marks=tasks.on_petition_marks)
