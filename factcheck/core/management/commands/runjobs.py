"""``manage.py runjobs``: a worker without a broker."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from factcheck.core import jobs


class Command(BaseCommand):
    """Runs due jobs one after the other, in this process."""

    help = (
        "Run due jobs in this process: a worker that needs no Redis. It finishes "
        "its job and stops on SIGTERM or Ctrl-C."
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

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, ask_to_stop)
            signal.signal(signal.SIGINT, ask_to_stop)
        while not stop.is_set():
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
