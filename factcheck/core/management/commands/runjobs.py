"""``manage.py runjobs``: a worker without a broker."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from factcheck.core import jobs


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
        if threading.current_thread() is not threading.main_thread():
            self._work(stop, once=once, interval=interval)
            return

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        signals = (signal.SIGTERM, signal.SIGINT)
        before = [signal.signal(number, ask_to_stop) for number in signals]
        try:
            self._work(stop, once=once, interval=interval)
        finally:
            # ``manage.py demo`` runs this first, and then must hear Ctrl-C again.
            for number, handler in zip(signals, before, strict=True):
                signal.signal(number, handler)

    def _work(self, stop: threading.Event, *, once: bool, interval: float) -> None:
        next_tick = 0.0 if not once else float("inf")
        while not stop.is_set():
            if time.monotonic() >= next_tick:
                jobs.run_every_minute()
                next_tick = time.monotonic() + 60
            due = jobs.due_job_ids(limit=10)
            for job_id in due:
                state = jobs.run(job_id)
                if state is not None:
                    self.stdout.write(f"job {job_id}: {state}")
                if stop.is_set():
                    return
            if not due:
                if once:
                    return
                close_old_connections()
                stop.wait(interval)
