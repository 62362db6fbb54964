"""Pair what was annotated with what was found, one to one, as well as possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def heaviest_pairs(weights: Mapping[Pair, float]) -> list[Pair]:
    """One-to-one pairs (row, column) with the largest sum of weights above zero.

    Pairs that are not given have no weight and are never chosen. Only pairs that
    touch, directly or through others, are weighed against each other: long texts
    fall into many small problems.
    """
    chosen: list[Pair] = []
    for rows, columns in _groups(weights):
        dense = [[weights.get((i, j), 0.0) for j in columns] for i in rows]
        chosen += [
            (rows[i], columns[j]) for i, j in best_pairs(dense) if dense[i][j] > 0
        ]
    return sorted(chosen)


def _groups(pairs: Mapping[Pair, float]) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that are connected by pairs."""
    columns_of: defaultdict[int, list[int]] = defaultdict(list)
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for i, j in pairs:
        columns_of[i].append(j)
        rows_of[j].append(i)
    groups = []
    seen: set[int] = set()
    for first in columns_of:
        if first in seen:
            continue
        rows, columns, waiting = {first}, set[int](), [first]
        while waiting:
            for column in columns_of[waiting.pop()]:
                if column not in columns:
                    columns.add(column)
                    new = [row for row in rows_of[column] if row not in rows]
                    rows.update(new)
                    waiting += new
        seen |= rows
        groups.append((sorted(rows), sorted(columns)))
    return groups


def best_pairs(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """One-to-one pairs (row, column) with the largest sum of weights.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), O(n² m).
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        flipped = best_pairs(list(zip(*weights, strict=True)))
        return sorted((i, j) for j, i in flipped)
    n, m = len(weights), len(weights[0])
    row_price, column_price = [0.0] * (n + 1), [0.0] * (m + 1)
    owner = [0] * (m + 1)  # row of each column, counted from 1; column 0 is a start
    for row in range(1, n + 1):
        owner[0] = row
        column, came_from = 0, [0] * (m + 1)
        slack, used = [float("inf")] * (m + 1), [False] * (m + 1)
        while owner[column]:
            used[column] = True
            current, step, following = owner[column], float("inf"), 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                cost = (
                    -weights[current - 1][j - 1] - row_price[current] - column_price[j]
                )
                if cost < slack[j]:
                    slack[j], came_from[j] = cost, column
                if slack[j] < step:
                    step, following = slack[j], j
            for j in range(m + 1):
                if used[j]:
                    row_price[owner[j]] += step
                    column_price[j] -= step
                else:
                    slack[j] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return sorted((owner[j] - 1, j - 1) for j in range(1, m + 1) if owner[j])
