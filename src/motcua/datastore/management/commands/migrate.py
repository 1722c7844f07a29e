"""`migrate`, which builds an empty database from the models instead of replaying how they came about."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from motcua.datastore import fresh

# With one of these somebody wants something else than the newest schema.
_SPECIAL = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune", "step_by_step")


class Command(migrate.Command):
    """Django's own command; `--step-by-step` replays every migration on an empty database too."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step", action="store_true", help="replay every migration, also on an empty database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not any(options.get(name) for name in _SPECIAL):
            fresh.build_if_empty(connections[options["database"]])
        super().handle(*args, **options)
