"""Phrases that name people: "at least 20 cadets", "15-year-old Kevin Barbee", "another", "no one"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dateline.model import Group
from dateline.resolve.how_many.lexicon import Lexicon, Noun
from dateline.resolve.how_many.numerals import Amount, read_amount
from dateline.resolve.how_many.tokens import Tokens, age_of
from dateline.resolve.how_many.words import (
    BE,
    DEFINITE,
    INDEFINITE,
    adjective,
    age_after,
    ends_phrase,
    is_place_of,
    modifier,
    name_end,
    past_name,
    unlisted,
)

_LONGEST = 10  # words from an article to the noun that it belongs to
_ENDS = frozenset("other others more one additional further".split())
_ARTICLES = frozenset("the this that these those his her their its my our your a an any each every".split())
_INTRODUCES = frozenset("identified named identity identities name".split())
_ORDINALS = frozenset("first second third fourth fifth sixth seventh last".split())
_PLACE_FIRST = frozenset("north south east west new san los fort saint mount lake el la las st port".split())
_POSSESSIVE = frozenset("his her their its my our your".split())
_OF_ONE = frozenset("was is has who whose whom".split())  # what is told of one person, not of so many
_AGED = frozenset("boy girl man woman youth teenager lad child".split())  # a father of six has children
_OLDEST = 110
_PRONOUNS = {
    "he": ("m", False), "him": ("m", False), "himself": ("m", False), "she": ("f", False),
    "herself": ("f", False), "they": ("", True), "them": ("", True), "themselves": ("", True),
}  # fmt: skip
_NO_PERSON = frozenset("the a an this".split())
_NOBODY = frozenset("nobody none anyone anybody no-one".split())


@dataclass(frozen=True, slots=True)
class People:
    """One phrase; ``first``/``last`` are token positions, ``last`` exclusive.

    ``kind``: "one" (somebody), "set" (a number of people), "nobody", "pronoun".
    """

    first: int
    last: int
    kind: str
    amount: Amount | None = None
    head: str = ""
    noun: Noun | None = None
    definite: bool = False
    additional: bool = False  # "another", "two more", "three others"
    partitive: bool = False  # "one of them"
    inner: Amount | None = None  # "one of six people": the six
    possessed: bool = False  # "his son"
    name: str = ""
    age: int | None = None
    gender: str = ""
    state: str = ""  # an effect told by an adjective before the noun: "the wounded man"
    state_at: int = -1
    extra: tuple[str, ...] = field(default=())

    @property
    def group(self) -> Group:
        """Whom the noun counts."""
        return self.noun.group if self.noun else Group.UNKNOWN


def find_people(tokens: Tokens, lexicon: Lexicon) -> list[People]:
    """The phrases of one sentence, in reading order; they do not overlap."""
    found: list[People] = []
    past = 0
    starters, low, raw = lexicon.starters, tokens.low, tokens.raw
    calm = not tokens.shouted
    heads, last = _Heads(tokens, lexicon), len(low) - 1
    places = [
        n
        for n, (word, written) in enumerate(zip(low, raw, strict=True))
        if word in starters or (calm and written[0].isupper()) or word[0].isdecimal() or "-" in word
    ]
    for at in places:
        if at < past:
            continue  # within the phrase before
        word = low[at]
        if at > 1 and low[at - 1] == "many" and low[at - 2] == "how":
            continue  # "how many people were hurt is not known"
        if word == "that" and _conjunction(tokens, at, lexicon):
            continue  # "said that 62 people had died"
        if word in _ARTICLES and heads.far(at) and low[min(at + 1, last)] not in lexicon.number_starts:
            continue  # "the", and no noun of people in reach
        phrase = _read(tokens, at, lexicon)
        if phrase is None:
            continue
        phrase = _not_one(tokens, _possession(tokens, phrase, lexicon))
        found.append(phrase)
        past = phrase.last
    return found


def _conjunction(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether "that" opens a clause: a number, an article, a plural, a name or a verb comes next."""
    low, word = tokens.low, tokens.word(at + 1)
    noun, verb = lexicon.nouns.get(word), lexicon.triggers.get(word)
    if tokens.capital(at + 1) or (verb and verb.form == "past" and not adjective(tokens, at + 1, lexicon)):
        return True  # "confirmed that Seichter was killed", "the shooting that killed 1-year-old Mary Gant"
    return (
        word in lexicon.number_starts
        or word[:1].isdecimal()
        or word in _ARTICLES
        or word in _PRONOUNS
        or (noun is not None and noun.plural)
        or (at > 0 and low[at - 1] in lexicon.saying)
    )


class _Heads:
    """Where the nouns of people stand, so that most articles are passed over at once."""

    __slots__ = ("_at", "_next")

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        nouns = lexicon.nouns
        self._at = iter(
            [n for n, w in enumerate(tokens.low) if w in nouns or w in _ENDS or age_of(w) is not None]
        )
        self._next = next(self._at, -1)

    def far(self, at: int) -> bool:
        """Whether none stands within the longest phrase from ``at``. To be asked from left to right."""
        while 0 <= self._next < at:
            self._next = next(self._at, -1)
        return self._next < 0 or self._next > at + _LONGEST


def _read(tokens: Tokens, at: int, lexicon: Lexicon) -> People | None:
    word = tokens.low[at]
    if word in _PRONOUNS:
        gender, plural = _PRONOUNS[word]
        return People(at, at + 1, "pronoun", head=word, definite=True, gender=gender,
                      noun=Noun(Group.UNKNOWN, plural, gender, False))  # fmt: skip
    if word in _NOBODY or (word == "no" and tokens.word(at + 1) in ("one", "body")):
        return People(at, at + (2 if word == "no" else 1), "nobody", head=word)
    if word == "no" and read_amount(tokens, at, lexicon) is None:  # "no fewer than 13 villagers" are some
        inner = _counted(tokens, at + 1, lexicon)
        return replace(inner, first=at, kind="nobody") if inner and inner.head else None
    if word == "neither":
        return _neither(tokens, at, lexicon)
    if _no_count(tokens, at, lexicon):
        return _named(tokens, at, lexicon)
    return _counted(tokens, at, lexicon) or _named(tokens, at, lexicon)


def _no_count(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether :func:`_counted` would find nothing; quick, for most words that it is asked about are capitals
    of names, or "in" and "at", which are no "in excess of 20" and no "at least 20"."""
    word = tokens.low[at]
    if word in lexicon.leads:
        return read_amount(tokens, at, lexicon) is None
    known = word in lexicon.starters or not word[0].isalpha() or "-" in word or word == "of"
    return not known and age_of(word) is None


def _neither(tokens: Tokens, at: int, lexicon: Lexicon) -> People | None:
    """ "neither man was hurt", "neither of them", "neither was": nobody; "neither the army nor …" is none."""
    after = tokens.word(at + 1)
    if after in BE:
        return People(at, at + 1, "nobody", head="neither")
    inner = _counted(tokens, at + 1 + (after == "of"), lexicon)
    if inner is None and after == "of" and tokens.word(at + 2) in ("them", "us", "whom"):
        return People(at, at + 3, "nobody", head="neither")
    if inner is None or not inner.head or (inner.definite and after != "of"):
        return None
    return replace(inner, first=at, kind="nobody")


def _not_one(tokens: Tokens, phrase: People) -> People:
    """ "not one was hurt", "not a single villager": nobody; "not one but two" are some."""
    if tokens.word(phrase.first - 1) != "not" or tokens.word(phrase.last) in ("but", ",", "only"):
        return phrase
    if tokens.word(phrase.first) != "one" and tokens.word(phrase.first + 1) != "single":
        return phrase
    return replace(phrase, first=phrase.first - 1, kind="nobody")


def _counted(tokens: Tokens, at: int, lexicon: Lexicon) -> People | None:
    """A phrase with a determiner, a number, an age or a person noun."""
    here, definite, additional, possessed, determined = at, False, False, False, False
    word = tokens.word(here)
    both = word == "both"
    if word in ("all", "both"):
        definite = True
        here += 1
        if tokens.word(here) == "of":
            here += 1
        if both and tokens.word(here) not in lexicon.nouns and tokens.word(here) != "the":
            return People(at, here, "set", Amount(2, 2, 2, "both"), definite=True)
    word = tokens.word(here)
    if word in DEFINITE or word in INDEFINITE:
        definite, possessed = definite or word in DEFINITE, word in _POSSESSIVE
        additional, determined = word == "another", True
        amount_there = read_amount(tokens, here, lexicon) if word in ("a", "an", "the") else None
        if amount_there is None or amount_there[1] == here + 1:
            here += 1
    amount, here = _amount(tokens, here, lexicon)
    if (ordinal := _ordinal(tokens, at, here, amount, lexicon)) is not None:
        return ordinal
    if tokens.word(here) in ("more", "other", "others", "additional", "further"):
        additional = additional or not definite or amount is not None
        here += 1
        if tokens.word(here - 1) == "others" and (amount or definite):
            return People(at, here, "set", amount, "others", definite=definite, additional=True)
    if (amount or tokens.word(here) == "some") and tokens.word(here) == "of":
        return _partitive(tokens, at, here, amount, lexicon)
    if both and amount is None:
        amount = Amount(2, 2, 2, "both")  # "both men"
    return _headed(
        tokens, here, lexicon,
        People(at, here, "", amount, definite=definite, additional=additional, possessed=possessed),
        determined,
    )  # fmt: skip


def _ordinal(tokens: Tokens, at: int, here: int, amount: Amount | None, lexicon: Lexicon) -> People | None:
    """ "the third was shot by soldiers", "the last one": somebody of those told of before."""
    if amount is not None or here != at + 1 or tokens.low[at] not in ("the", "a"):
        return None
    end = here + 1 + (tokens.word(here + 1) == "one")
    if tokens.word(here) in _ORDINALS and ends_phrase(tokens.word(end), lexicon):
        return People(at, end, "one", head=tokens.low[here], definite=True, additional=True)
    return None


def _amount(tokens: Tokens, here: int, lexicon: Lexicon) -> tuple[Amount | None, int]:
    found = read_amount(tokens, here, lexicon)
    return found if found is not None else (None, here)


def _partitive(tokens: Tokens, at: int, here: int, amount: Amount | None, lexicon: Lexicon) -> People | None:
    """ "one of them", "two of the victims", "three of whom", "dozens of people"."""
    word = tokens.word(here + 1)
    if word in ("them", "whom", "which") or (word == "those" and tokens.word(here + 2) not in lexicon.nouns):
        return People(at, here + 2, "set", amount, word, partitive=True)
    inner = _counted(tokens, here + 1, lexicon)
    if inner is None or not inner.head:
        return None
    if inner.definite or inner.amount:
        return replace(
            inner, first=at, kind="set", amount=amount, partitive=True, definite=False, inner=inner.amount
        )
    return replace(inner, first=at, kind="set", amount=amount)


def _headed(tokens: Tokens, here: int, lexicon: Lexicon, so_far: People, determined: bool) -> People | None:
    """Adjectives, the noun, a name and an age; or a number that stands alone."""
    age: int | None = None
    state, state_at = "", -1
    start, limit = here, min(len(tokens), here + (12 if so_far.amount else 7))
    head_at, aged = -1, False
    # a bare phrase ("policemen were killed") has no adjectives of its own: it starts at its noun
    bare = so_far.amount is None and not determined and not so_far.additional and not so_far.definite
    while here < limit:
        word = tokens.low[here]
        if head_at < 0 and (past := past_name(tokens, here)) > here:
            here = past
            continue
        if (years := age_of(word)) is not None:
            age, head_at, aged = years, here, True
        elif word in lexicon.nouns and not is_place_of(tokens, here, lexicon):
            head_at, aged = here, False
        elif word in lexicon.triggers and lexicon.triggers[word].form in ("past", "state") and head_at < 0 \
                and not bare and adjective(tokens, here, lexicon):  # fmt: skip
            state, state_at = lexicon.triggers[word].effect, here
        elif (head_at >= 0 and not aged) or (bare and not aged) or not modifier(tokens, here, lexicon):
            break  # "a 15-year-old Georgia boy" goes on after the age
        here += 1
    if head_at < 0:
        return _bare_number(tokens, start, so_far, lexicon)
    noun = lexicon.nouns.get(tokens.low[head_at])
    if head_at > start:  # "security men" are not any men
        noun = lexicon.compounds.get((tokens.low[head_at - 1], tokens.low[head_at]), noun)
    plural = noun.plural if noun else tokens.low[head_at].endswith("olds")
    if so_far.amount is not None and so_far.amount.best != 1:
        plural = True
    elif so_far.amount is not None and noun is not None and noun.plural:
        return None  # "one people": the number and the noun do not belong together
    phrase = People(
        so_far.first, head_at + 1, "set" if plural else "one", so_far.amount, tokens.low[head_at], noun,
        so_far.definite, so_far.additional, possessed=so_far.possessed, age=age,
        gender=noun.gender if noun else "", state=state, state_at=state_at,
    )  # fmt: skip
    return _with_name(tokens, phrase, lexicon)


def _bare_number(tokens: Tokens, here: int, so_far: People, lexicon: Lexicon) -> People | None:
    """ "killing 12 and wounding 30", or a number before a noun that no list holds ("two potters")."""
    start = so_far.first
    if so_far.additional and so_far.amount is None and here == start + 1:
        if tokens.low[start] == "others":
            return People(start, here, "set", head="others", additional=True)
        if tokens.word(here)[:1].isdecimal():
            return None  # "one 17 and the other 21": two ages
        return People(start, here, "one", head="another", additional=True)
    if so_far.amount is None or here == start:
        return None
    if so_far.amount.words in ("some", "many", "few", "the", "all", "just", "only"):
        return None
    if _is_age(tokens, start, here):
        return None
    kind = "one" if so_far.amount.best == 1 else "set"
    head = unlisted(tokens, here, lexicon)
    if head < 0 or (head > here and kind == "one"):
        return None
    return replace(so_far, last=head, kind=kind, head=tokens.low[head - 1] if head > here else "")


def _is_age(tokens: Tokens, start: int, here: int) -> bool:
    """Whether the number from ``start`` to ``here`` is the age of somebody who was not seen as a person: by a
    name ("Brian Posley Jr., 19, of Chattanooga"), or as the one who does what follows ("the abbot, 74, was
    shot", "a man believed to be 25 was lynched")."""
    years = tokens.low[start]
    if not years.isdecimal() or not 0 < int(years) < _OLDEST:
        return False
    if tokens.word(start - 1) in ("be", "aged"):
        return tokens.word(here) in _OF_ONE
    if tokens.word(start - 1) != "," or tokens.word(here) not in (",", "of"):
        return False
    if tokens.capital(start - 2) or tokens.word(start - 2) == ".":
        return True
    return tokens.word(here + 1) in _OF_ONE and tokens.word(start - 2).isalpha()


def _with_name(tokens: Tokens, phrase: People, lexicon: Lexicon) -> People:
    """Adds the name and the age that follow: "Kevin Barbee", ", 15,"; and "Officer Dale Irons"."""
    here, name, age = phrase.last, phrase.name, phrase.age
    if phrase.kind == "one" and not name:
        last = name_end(tokens, here, lexicon)
        if last > here:
            name, here = " ".join(tokens.raw[here:last]), last
        elif tokens.word(here) == "," and (last := name_end(tokens, here + 1, lexicon)) > here + 2:
            # "his father, Ruben Castillo," — an apposition of at least two words
            name, here = " ".join(tokens.raw[here + 1 : last]), last
    years, here = age_after(tokens, here)
    if years is None and phrase.head in _AGED and tokens.word(here) == "of":
        word = tokens.word(here + 1)  # "a boy of 16"
        years, here = (int(word), here + 2) if word.isdecimal() and 0 < int(word) < _OLDEST else (None, here)
    if here == phrase.last and years is None:
        return phrase
    return replace(phrase, last=here, name=name, age=years if years is not None else age)


def _named(tokens: Tokens, at: int, lexicon: Lexicon) -> People | None:
    """A person told by name: "Jackson Reyna, 38,", "Sgt. Dale Irons", "Barbee"."""
    if not tokens.capital(at):
        return None
    if _behind_article(tokens, at, lexicon) or tokens.low[at] in lexicon.containers:
        return None  # "both men inside the Honda", "an officer of the Chakiwara Police Station"
    if tokens.word(at - 1) in _PLACE_FIRST and tokens.capital(at - 1):
        return None  # "of North Charleston"
    if tokens.low[at] in lexicon.number_starts:
        return None  # "Thirty …" opens a sentence with a capital
    title = tokens.low[at] in lexicon.titles
    begin = at + 1 + (tokens.word(at + 1) == ".") if title else at
    last = name_end(tokens, begin, lexicon)
    if last == begin:
        return None
    name = " ".join(tokens.raw[begin:last])
    years, here = age_after(tokens, last)
    extra = ("title",) if title else ()
    if tokens.word(at - 1) in ("as", "was", "is", ":", "named") and _INTRODUCES & set(
        tokens.low[max(0, at - 12) : at]
    ):
        extra = ("identified",)
    return People(at, here, "one", head="", name=name, age=years, extra=extra)


def _behind_article(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether the run of capitals around ``at`` is led by an article and no title: a person has none."""
    here = at - 1
    while here >= 0 and tokens.low[here] not in _NO_PERSON and tokens.capital(here):
        if tokens.low[here] in lexicon.titles or tokens.low[here] in lexicon.nouns:
            return False
        here -= 1
    return here >= 0 and tokens.low[here] in _NO_PERSON


def _possession(tokens: Tokens, phrase: People, lexicon: Lexicon) -> People:
    """ "the mayor's son": the one possessed is told of, not the possessor."""
    if tokens.word(phrase.last) not in ("'s", "'"):
        return phrase
    inner = _headed(
        tokens, phrase.last + 1, lexicon,
        People(phrase.first, phrase.last + 1, "", definite=True, possessed=True), True,
    )  # fmt: skip
    return replace(inner, first=phrase.first) if inner is not None and inner.head else phrase
