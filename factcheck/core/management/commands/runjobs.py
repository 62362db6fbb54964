"""``manage.py runjobs``: a worker without a broker."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from django.core.management.base import BaseCommand, CommandParser

from factcheck.core.models import JobState
from factcheck.core.working import work_off, work_until


class Command(BaseCommand):
    """Runs due jobs one after the other, and polls feeds, in this process."""

    help = (
        "Run due jobs in this process, and poll feeds when they are due: a worker "
        "that needs no Redis. It finishes its job and stops on SIGTERM or Ctrl-C."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --once and --interval."""
        parser.add_argument(
            "--once", action="store_true", help="stop when no job is due any more"
        )
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            help="seconds between looks when nothing is due (default 1)",
        )

    def handle(self, *, once: bool, interval: float, **options: object) -> None:
        """Loop until asked to stop."""
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        signals = (signal.SIGTERM, signal.SIGINT)
        before = [signal.signal(number, ask_to_stop) for number in signals]
        try:
            if once:
                work_off(stop, on_end=self._say)
            else:
                work_until(stop, interval=interval, on_end=self._say)
        finally:
            # A command that calls this one must hear Ctrl-C again.
            for number, handler in zip(signals, before, strict=True):
                signal.signal(number, handler)

    def _say(self, job_id: int, state: JobState) -> None:
        self.stdout.write(f"job {job_id}: {state}")
