"""The Celery application. Jobs are rows; its messages only carry their ids."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["factcheck.core"])
app.conf.beat_schedule = {
    "every minute": {"task": "core.every_minute", "schedule": 60.0},
}
