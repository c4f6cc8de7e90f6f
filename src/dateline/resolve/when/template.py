"""The small pattern language of the grammars, compiled to regexes with their sets of first tokens.

Items stand apart by blanks. ``word`` or ``a|b``: literal words. ``{class}``, ``{name:class}``: a captured
word class. ``( x y / z )``: a group with alternatives. A trailing ``?`` makes an item optional, ``*``
repeats it up to four times. ``~`` joins two items without a blank. ``,`` is a comma with or without a
blank before it. ``<...>`` is a raw regex that starts no expression (an assertion or a joint).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: What may stand between two words of one expression: blanks, or one line break, never a paragraph's end.
SEPARATOR = r"(?:[ \t\xa0]{1,3}\n?[ \t]{0,3}|\n)"

_ITEM = re.compile(
    r"<(?:[^<>\\]|\\.|(?<=\?)[<>]|(?<=\?<)[=!])*>|\{[^}]*\}|\(|\)|/|~|,|[?*]|[^\s{}()~?*]+|\s+"
)


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template: regex, group name → class name, and the tokens it can begin with."""

    regex: str
    classes: Mapping[str, str]
    first: frozenset[str]
    words: frozenset[str]  # every token that its literal words and classes can begin with


@dataclass(slots=True)
class _Node:
    regex: str
    first: frozenset[str]
    optional: bool = False
    glue_before: bool = False  # no separator before this node
    glue_after: bool = False
    bare: bool = False  # an assertion or joint: brings its own blanks


class _Compiler:
    def __init__(
        self, source: str, classes: Mapping[str, tuple[str, frozenset[str], frozenset[str]]]
    ) -> None:
        self.source = source
        self.classes = classes
        self.items = _split(source)
        self.at = 0
        self.names: dict[str, str] = {}
        self.words: set[str] = set()

    def alternatives(self) -> _Node:
        """``a / b``: either branch."""
        branches = [self.sequence()]
        while self.at < len(self.items) and self.items[self.at] == "/":
            self.at += 1
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        regex = "(?:" + "|".join(branch.regex for branch in branches) + ")"
        first = frozenset().union(*(branch.first for branch in branches))
        return _Node(regex, first)

    def sequence(self) -> _Node:
        """What stands one after the other, up to ``/`` or ``)``."""
        nodes: list[_Node] = []
        glue = False
        while self.at < len(self.items) and self.items[self.at] not in ("/", ")"):
            item = self.items[self.at]
            self.at += 1
            if item == "~":
                glue = True
                if nodes:
                    nodes[-1].glue_after = True
                continue
            if item in ("?", "*"):
                _repeat(nodes[-1], item)
                continue
            node = self.node(item)
            node.glue_before, glue = glue or node.glue_before, False
            nodes.append(node)
        return _join(nodes, self.source)

    def node(self, item: str) -> _Node:
        """One item: a group in brackets, a captured class, or a literal word."""
        if item == "(":
            node = self.alternatives()
            if self.at >= len(self.items):
                raise ValueError(f"missing ) in {self.source!r}")
            self.at += 1
            return node
        if item == ",":
            return _Node(r"[ ]?,", frozenset(), glue_before=True)
        if item.startswith("<"):
            raw = _first_of_raw(item[1:-1])
            self.words |= raw
            return _Node(item[1:-1], raw, glue_before=True, bare=True)
        if item.startswith("{"):
            return self.capture(item[1:-1])
        words = item.split("|")
        regex = "(?:" + "|".join(re.escape(w).replace("'", "['’]") for w in words) + ")"
        if words[0][-1].isalnum():
            regex += r"(?!\w)"
        first = frozenset(re.findall(r"\d+|[^\W\d_]+", w.lower())[0] for w in words if re.search(r"\w", w))
        first = frozenset("#" if token[0].isdigit() else token for token in first)
        for word in words:
            self.words.update(
                "#" if t[0].isdigit() else t for t in re.findall(r"\d+|[^\W\d_]+", word.lower())
            )
        return _Node(regex, first)

    def capture(self, spec: str) -> _Node:
        """A class whose match is kept under its name; the same name in another branch gets a suffix."""
        name, _, kind = spec.partition(":")
        kind = kind or name
        regex, first, tokens = self.classes[kind]
        group = name
        while group in self.names:  # the same name in another branch
            group += "_"
        self.names[group] = kind
        self.words |= tokens
        return _Node(f"(?P<{group}>{regex})", first)


def _split(source: str) -> list[str]:
    items: list[str] = []
    at = 0
    while at < len(source):
        if source[at] == "<":
            depth_end = _raw_end(source, at)
            items.append(source[at:depth_end])
            at = depth_end
            continue
        found = _ITEM.match(source, at)
        if not found:
            raise ValueError(f"cannot read {source[at:]!r} in {source!r}")
        if not found.group().isspace():
            items.append(found.group())
        at = found.end()
    return items


def _raw_end(source: str, at: int) -> int:
    """The end of a raw item: the ``>`` that is followed by a blank, ``~``, ``)`` or the end."""
    for index in range(at + 1, len(source)):
        if source[index] == ">" and (index + 1 == len(source) or source[index + 1] in " ~)"):
            return index + 1
    raise ValueError(f"missing > in {source!r}")


def _first_of_raw(regex: str) -> frozenset[str]:
    literal = re.match(r"\w", regex)
    if not literal:
        return frozenset()
    return frozenset(["#"]) if literal.group().isdigit() else frozenset([literal.group().lower()])


def _repeat(node: _Node, mark: str) -> None:
    if mark == "*":
        node.regex = f"(?:{node.regex}{SEPARATOR}){{0,4}}"
        node.glue_after = True
    node.optional = True


def _join(nodes: list[_Node], source: str) -> _Node:
    """Puts separators between the nodes; an optional node takes its separator with it."""
    regex = ""
    first: frozenset[str] = frozenset()
    open_start = True  # nothing obligatory yet
    pending_glue = True
    for index, node in enumerate(nodes):
        glued = node.glue_before or pending_glue
        following = nodes[index + 1] if index + 1 < len(nodes) else None
        if open_start:
            first |= node.first
        if node.optional and open_start:
            gap = SEPARATOR
            if node.glue_after or (following is not None and following.glue_before):
                # "Monday, Oct. 25" and "Monday Oct. 25": the comma after an optional word may be missing
                gap = (
                    f"{SEPARATOR}?"
                    if following is not None and following.optional and not node.glue_after
                    else ""
                )
            regex += f"(?:{node.regex}{gap})?"
            pending_glue = True
            continue
        piece = ("" if glued else SEPARATOR) + node.regex
        regex += f"(?:{piece})?" if node.optional else piece
        if not node.bare or node.first:
            open_start = False
        pending_glue = node.glue_after
    if not nodes:
        raise ValueError(f"empty branch in {source!r}")
    return _Node(regex, first, optional=False)


def compile_template(
    source: str, classes: Mapping[str, tuple[str, frozenset[str], frozenset[str]]]
) -> Template:
    """Compiles one template. Raises ValueError or KeyError when it is malformed or names no class."""
    compiler = _Compiler(source, classes)
    node = compiler.alternatives()
    if compiler.at < len(compiler.items):
        raise ValueError(f"unexpected {compiler.items[compiler.at]!r} in {source!r}")
    return Template(node.regex, compiler.names, node.first, frozenset(compiler.words))
