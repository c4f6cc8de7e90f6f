"""Disjoint groups of ids, whatever the order in which they are joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Groups:
    """Union-find; the smallest id of a group names it, so the outcome does not hang on the order."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {i: i for i in ids}

    def find(self, member: str) -> str:
        """The name of the member's group."""
        root = member
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def join(self, left: str, right: str) -> str:
        """Put the two groups together; returns the name of the joint group."""
        one, other = sorted((self.find(left), self.find(right)))
        self._parent[other] = one
        return one

    def members(self) -> list[list[str]]:
        """The groups, each sorted, sorted by their names."""
        found: dict[str, list[str]] = defaultdict(list)
        for member in sorted(self._parent):
            found[self.find(member)].append(member)
        return [found[name] for name in sorted(found)]
