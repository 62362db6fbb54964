"""Where the network is computed: on a GPU if there is one, else on the CPU."""

from __future__ import annotations

import torch


def best_device() -> torch.device:
    """The first CUDA device, or the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half_precision(device: torch.device) -> torch.autocast:
    """bfloat16 where it is safe, on that device."""
    return torch.autocast(device.type, torch.bfloat16)
