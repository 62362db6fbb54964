"""Union-find that explains itself and respects separations."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from sources.independence.links import Join, Rule


class Unions:
    """Keys joined into sets; pairs in ``apart`` never meet in one."""

    def __init__(self, keys: Iterable[str], apart: Iterable[tuple[str, str]]) -> None:
        self._parent = {key: key for key in keys}
        self._apart = sorted(set(apart))
        self._joins: dict[str, list[Join]] = {}

    def add(self, key: str) -> None:
        """Know ``key``, alone in its set if it is new."""
        self._parent.setdefault(key, key)

    def find(self, key: str) -> str:
        """The representative of the set of ``key``."""
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def join(self, join: Join) -> tuple[str, str] | None:
        """Apply a join, or return the separated pair that forbids it."""
        self.add(join.a)
        self.add(join.b)
        first, second = self.find(join.a), self.find(join.b)
        if first != second:
            forbidden = self._forbidden(first, second)
            if forbidden is not None:
                return forbidden
            self._parent[max(first, second)] = min(first, second)
        self._joins.setdefault(join.a, []).append(join)
        self._joins.setdefault(join.b, []).append(join)
        return None

    def _forbidden(self, first: str, second: str) -> tuple[str, str] | None:
        for pair in self._apart:
            if all(key in self._parent for key in pair):
                roots = {self.find(pair[0]), self.find(pair[1])}
                if roots == {first, second}:
                    return pair
        return None

    def sets(self) -> list[list[str]]:
        """All sets, each sorted, in order of their first key."""
        members: dict[str, list[str]] = {}
        for key in sorted(self._parent):
            members.setdefault(self.find(key), []).append(key)
        return sorted(members.values())

    def path(
        self, start: str, goal: str, *, without: Rule | None = None
    ) -> tuple[Join, ...] | None:
        """The shortest chain of joins between two keys; None if there is none.

        Joins by the rule ``without`` are not used.
        """
        came: dict[str, Join | None] = {start: None}
        waiting = deque([start])
        while waiting:
            key = waiting.popleft()
            if key == goal:
                return self._back(came, start, goal)
            for join in self._joins.get(key, ()):
                other = join.b if join.a == key else join.a
                if other not in came and join.rule is not without:
                    came[other] = join
                    waiting.append(other)
        return None

    @staticmethod
    def _back(came: dict[str, Join | None], start: str, goal: str) -> tuple[Join, ...]:
        chain: list[Join] = []
        key = goal
        while key != start:
            join = came[key]
            assert join is not None  # noqa: S101 - every key but start has one
            chain.append(join)
            key = join.a if join.b == key else join.b
        return tuple(reversed(chain))

    def applied(self, keys: Sequence[str]) -> tuple[Join, ...]:
        """The joins applied within a set, each once, in order."""
        found = {join: None for key in keys for join in self._joins.get(key, ())}
        return tuple(found)
