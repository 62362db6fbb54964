"""Draw how often claims of each confidence are right.

python manage.py evaluate DEV --calibration --json > figures.json
python -m training.diagram figures.json docs/reliability.svg
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt


def main() -> None:
    """Read the figures, write the diagram."""
    bins = json.loads(Path(sys.argv[1]).read_text())["calibration"]["bins"]
    mpl.rcParams["svg.hashsalt"] = "reliability"  # the same figures, the same file
    figure, axes = plt.subplots(figsize=(4.2, 4.2), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, label="perfectly calibrated")
    axes.plot(
        [one["confidence"] for one in bins],
        [one["right"] for one in bins],
        marker="o",
        color="#14505c",
        label="15 bins of equally many claims",
    )
    axes.set(
        xlim=(0.4, 1), ylim=(0.4, 1),
        xlabel="mean confidence",
        ylabel="share with speaker and content right",
    )  # fmt: skip
    axes.legend(frameon=False)
    figure.savefig(sys.argv[2], metadata={"Date": None})


if __name__ == "__main__":
    main()
