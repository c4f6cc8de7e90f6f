"""What the schema alone cannot see: expressions, names that lead in a circle, names that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.codebook.expressions import Expression, ExpressionError, compile_expression
from dateline.codebook.language import Rule
from dateline.codebook.names import NAMES
from dateline.codebook.schema import Codebook

#: Where something is in the file, and what is wrong with it.
Problem = tuple[list[int | str], str]
Found = Iterator[Problem]
#: Named values of one codebook; they are computed within each other.
MOST_NAMES = 300


def problems(book: Codebook) -> list[Problem]:
    """Everything that is wrong with the rules and columns of a codebook."""
    found = list(_taken(book))
    if len(book.let) + len(book.precision) > MOST_NAMES:
        return [*found, (["let"], f"too many names; at most {MOST_NAMES}")]
    uses: dict[str, frozenset[str]] = {}
    own = own_names(book)
    for section, rules in (("let", book.let), ("precision", book.precision)):
        for name, rule in rules.items():
            uses[name] = frozenset(
                n for e in _compiled([section, name], rule, own, book, found) for n in e.uses
            )
    for number, condition in enumerate(book.include):
        _try(["include", number, "when"], condition.when, own, book, found)
    for number, column in enumerate(book.export.columns if book.export else ()):
        if column.value is not None:
            _compiled(["export", "columns", number, "value"], column.value, own, book, found)
    found += _circles(book, uses)
    return found


def own_names(book: Codebook) -> frozenset[str]:
    """The names that a codebook adds to those of the language."""
    return frozenset((*book.let, *book.precision, *book.options))


def _taken(book: Codebook) -> Found:
    seen: dict[str, str] = dict.fromkeys(NAMES, "the language")
    for section in ("let", "precision", "options"):
        for name in getattr(book, section):
            if name in seen:
                yield [section, name], f"{name!r} is a name of {seen[name]} already; choose another"
            seen[name] = section


def _compiled(
    where: list[int | str], rule: Rule, own: frozenset[str], book: Codebook, found: list[Problem]
) -> list[Expression]:
    made = []
    for number, case in enumerate(rule.choose):
        for key, text in (("when", case.when), ("value", case.value), ("else", case.otherwise)):
            if text is not None:
                expression = _try([*where, "choose", number, key], text, own, book, found)
                made += [expression] if expression else []
    return made


def _try(
    where: list[int | str], text: str, own: frozenset[str], book: Codebook, found: list[Problem]
) -> Expression | None:
    try:
        return compile_expression(text, own, book.tables)
    except ExpressionError as error:
        found.append((where, f"{text!r}: {error}"))
        return None


def _circles(book: Codebook, uses: Mapping[str, frozenset[str]]) -> Found:
    """Named values that lead back to themselves: they would never have a value."""
    done: set[str] = set()
    for start in uses:
        path: list[str] = []
        circle = _round(start, uses, path, done)
        if circle:
            section = "let" if start in book.let else "precision"
            yield [section, start], "leads in a circle: " + " → ".join(circle)
            return


def _round(
    name: str, uses: Mapping[str, frozenset[str]], path: list[str], done: set[str]
) -> list[str] | None:
    """The circle that ``name`` leads into, if any. Without recursion: a hostile file may chain thousands."""
    waiting: list[tuple[str, list[str]]] = [(name, sorted(uses.get(name, ())))]
    path.append(name)
    while waiting:
        here, rest = waiting[-1]
        following = next((n for n in rest if n in uses and n not in done), None)
        if following is None:
            waiting.pop()
            path.pop()
            done.add(here)
        elif following in path:
            return [*path[path.index(following) :], following]
        else:
            rest.remove(following)
            waiting.append((following, sorted(uses.get(following, ()))))
            path.append(following)
    return None
