"""The parts of a codebook that say how incidents become rows: rules, precision codes, columns."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]
Formula = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """An entry of a codebook; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Case(Part):
    """One line of a rule: its value holds where ``when`` does; ``else`` marks the base case."""

    when: Formula | None = None
    value: Formula | None = None
    otherwise: Formula | None = Field(default=None, alias="else")
    means: str = ""

    @model_validator(mode="after")
    def _either(self) -> Case:
        if self.otherwise is None and (self.when is None or self.value is None):
            raise ValueError("a case needs `when` and `value`, the last one `else`")
        if self.otherwise is not None and (self.when is not None or self.value is not None):
            raise ValueError("`else` stands alone: no `when`, no `value` beside it")
        return self


class Rule(Part):
    """How a value is chosen: the first case whose condition holds; the last case is the base case."""

    choose: tuple[Case, ...]
    definition: str = ""
    example: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"choose": [{"else": data}]}
        return {"choose": data} if isinstance(data, list) else data

    @model_validator(mode="after")
    def _ends(self) -> Rule:
        if any(case.otherwise is not None for case in self.choose[:-1]):
            raise ValueError("what stands after `else` is never reached: put it last")
        if not self.choose or self.choose[-1].otherwise is None:
            raise ValueError("the rule has no base case: end it with a line `- else: …`")
        return self


class Condition(Part):
    """What a row must meet to be in: where ``when`` does not hold, ``why`` says why it is out."""

    rule: Slug
    when: Formula
    why: Text
    example: str = ""


class Column(Part):
    """A column of the export. ``empty`` says why a column is always empty: what it holds cannot be known from
    reports, such as the provider's own numbers. ``hxl`` is its tag in the humanitarian exchange language."""

    name: Text
    value: Rule | None = None
    kind: Literal["text", "integer", "number", "day", "yesno"] = "text"
    definition: str = ""
    hxl: Annotated[str, Field(pattern=r"^(#[a-z0-9]+(\+[a-z0-9_]+)*)?$")] = ""
    empty: str = ""

    @model_validator(mode="after")
    def _told(self) -> Column:
        if (self.value is None) == (not self.empty):
            raise ValueError(f"column {self.name!r} needs a `value`, or `empty` with the reason, not both")
        return self


class Export(Part):
    """The table: columns in order, what parts fields of a line and names in a cell."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    joiner: Annotated[str, Field(min_length=1)] = "; "
    hxl: bool = False
    licence: str = ""

    @model_validator(mode="after")
    def _names(self) -> Export:
        names = [c.name for c in self.columns]
        twice = next((n for n in names if names.count(n) > 1), None)
        if twice:
            raise ValueError(f"column {twice!r} is there twice")
        return self


class Option(Part):
    """A choice that the exporter leaves to whoever exports: ``--set inter=numeric``."""

    values: Annotated[tuple[str, ...], Field(min_length=1)]
    default: str
    definition: str = ""

    @model_validator(mode="after")
    def _among(self) -> Option:
        if self.default not in self.values:
            raise ValueError(f"default {self.default!r} is not among the values")
        return self


class FieldDefinition(Part):
    """A coded field: what it means, what kind of value it has, how the value is chosen. In the file a mere
    text will do."""

    definition: Text
    kind: str = ""
    chosen: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return {"definition": data} if isinstance(data, str) else data
