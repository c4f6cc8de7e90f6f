"""The registry of known actors, and one compiled structure that finds their names."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import NotFound
from dateline.model import ActorKind, Group
from dateline.resolve.who.types import RegistryActor
from dateline.text import Token, tokens

COMPILED = "compiled.json"
WORD = re.compile(r"[^\W_]+")
_QUALIFIER = re.compile(r"\s*\(([^()]*)\)$")
_ACRONYM = re.compile(r"(?=.*[A-Z0-9].*[A-Z0-9])[A-Za-z0-9/ ()-]{1,12}$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the index holds it: its words, how they are written, whose it may be."""

    written: tuple[str, ...]  # the words with their case
    ids: tuple[str, ...]
    acronym: bool
    ambiguous: bool
    gaps: str  # characters that may stand between the words


@dataclass(frozen=True, slots=True)
class Head:
    """A word for actors without a name."""

    kind: ActorKind
    group: Group


Payload = Name | Head | str  # str: the ISO code of a country
# Keyed by the first two words (or the only one, with ""), so that "al" and "the" do not open long lists.
Index = dict[tuple[str, str], list[tuple[tuple[str, ...], Payload]]]


def fold(word: str) -> str:
    """Lower case without accents: "Martí" and "MARTI" are one word."""
    lower = word.lower()
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))


def words_of(text: str) -> list[Token]:
    """The tokens of a text, their words folded."""
    found = tokens(text)
    if text.isascii():
        return found
    return [t if t.lower.isascii() else Token(t.start, t.end, fold(t.lower)) for t in found]


class Registry:
    """Known actors. ``Registry.load()`` gives the built-in list (cached; the object is never changed)."""

    def __init__(
        self,
        actors: list[RegistryActor],
        countries: dict[str, str],
        heads: dict[str, Head],
        words: dict[str, frozenset[str]],
    ) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self.countries = countries
        self.modifiers = words["modifiers"]
        self.titles = words["titles"]
        self.things = words["things"]
        self.helpers = words["helpers"]
        self.common_words = words["common_words"]
        self.organisations: dict[str, ActorKind] = {}
        self._by_name: dict[str, list[str]] = {}
        self.index: Index = {}
        self.longest: dict[str, int] = {}
        self._fill(heads)

    @classmethod
    def load(cls) -> Registry:
        """The built-in registry, compiled from actors/*.yaml, generic.yaml and countries.yaml."""
        return _load()

    def __len__(self) -> int:
        return len(self._actors)

    def __iter__(self) -> Iterator[RegistryActor]:
        return iter(self._actors.values())

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._actors

    def get(self, actor_id: str) -> RegistryActor:
        """The actor of this id. Raises :class:`NotFound`."""
        try:
            return self._actors[actor_id]
        except KeyError:
            raise NotFound(f"no actor {actor_id!r} in the registry", "look it up with find_name") from None

    def find_name(self, name: str) -> list[RegistryActor]:
        """The actors that bear this name, alias or acronym, whatever its case and accents."""
        key = " ".join(word for _, _, word in words_of(name)).removeprefix("the ")
        return [self._actors[actor_id] for actor_id in self._by_name.get(key, ())]

    def _fill(self, heads: dict[str, Head]) -> None:
        names: dict[tuple[str, ...], Name] = {}
        for actor in self._actors.values():
            for name in dict.fromkeys((actor.name, *actor.aliases, *actor.acronyms, *actor.ambiguous)):
                self._add_name(names, actor, name)
                if "'s " in name or "s' " in name:  # papers drop it: "Peoples Liberation Army"
                    self._add_name(names, actor, name.replace("'", ""))
        for words, entry in names.items():
            self._index(words, entry)
        for phrase, head in heads.items():
            self._index(tuple(phrase.split()), head)
        for name, iso in self.countries.items():
            self._index(tuple(word for _, _, word in words_of(name)), iso)
        for entries in self.index.values():  # longest first; a name before a head before a country
            entries.sort(key=lambda e: (-len(e[0]), isinstance(e[1], str), isinstance(e[1], Head)))

    def _index(self, words: tuple[str, ...], payload: Payload) -> None:
        self.index.setdefault((words[0], words[1] if len(words) > 1 else ""), []).append((words, payload))
        self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def entries(self, first: str, second: str) -> list[tuple[tuple[str, ...], Payload]]:
        """What may begin with these two words, longest first."""
        if first not in self.longest:
            return []
        return self.index.get((first, second), []) + self.index.get((first, ""), [])

    def _add_name(self, names: dict[tuple[str, ...], Name], actor: RegistryActor, name: str) -> None:
        # "Jundullah (Pakistan)": the bracket is ours, no paper prints it; "(Maoist)" is part of a name.
        qualifier = _QUALIFIER.search(name) if name == actor.name else None
        ours = qualifier is not None and (
            qualifier.group(1) in self.countries or qualifier.group(1) == "group"
        )
        bare = _QUALIFIER.sub("", name) if ours else name
        written = tuple(WORD.findall(bare))
        if written and written[0] in ("The", "the"):
            written = written[1:]
        if len(written) > 1 and written[0] in ("Al", "El"):
            written = (written[0].lower(), *written[1:])  # "fighters of al-Qaeda", whatever our entry writes
        words = tuple(map(fold, written))
        if not words:
            return
        ids = self._by_name.setdefault(" ".join(words), [])
        if actor.id not in ids:
            ids.append(actor.id)
        # "Military Junta", with its bracket cut off, may be anybody's: it counts only in context.
        ambiguous = name in actor.ambiguous or (bare != name and len(ids) > 1)
        acronym = name in actor.acronyms or (name in actor.ambiguous and bool(_ACRONYM.match(name)))
        known = names.get(words)
        names[words] = Name(
            written=written if known is None else known.written,
            ids=tuple(ids),
            acronym=acronym or (known is not None and known.acronym),
            ambiguous=ambiguous or len(ids) > 1 or (known is not None and known.ambiguous),
            gaps=" \n\t-‐‑–'’" + "".join(c for c in './(&,"' if c in name),
        )


@cache
def _load() -> Registry:
    path = files("dateline.resolve.who") / COMPILED
    data = json.loads(path.read_text(encoding="utf-8"))
    actors = []
    for actor_id, name, kind, countries, acronyms, aliases, ambiguous, *rest in data["actors"]:
        names = tuple(countries), tuple(acronyms), tuple(aliases), tuple(ambiguous)
        parent, allies, first, last = rest
        actors.append(
            RegistryActor(actor_id, name, ActorKind(kind), *names, parent, tuple(allies), first, last)
        )
    heads: dict[str, Head] = {}
    for phrase, kind, group in data["heads"]:
        heads.setdefault(phrase, Head(ActorKind(kind), Group(group)))
    sets = {
        name: frozenset(data[name]) for name in ("modifiers", "titles", "things", "helpers", "common_words")
    }
    registry = Registry(actors, data["countries"], heads, sets)
    registry.organisations.update({word: ActorKind(kind) for word, kind in data["organisations"].items()})
    return registry
