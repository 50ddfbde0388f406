"""A vocabulary: the kinds of indicator, their typed fields, units and nature."""

import keyword
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from riskmemo.model.base import Id, Name, Record, Text

BUILT_IN_FIELDS = ("date", "until")
"""Every base fact has these two dates; a vocabulary cannot declare them again."""

CONDUCT_NAMES = ("organisation", "place", "date")
"""What conduct evidence must name to open the identity gate; `date` is built in."""

CLAIM_KIND = "claim"
"""The kind of fact that each claim of a case becomes."""


class FieldType(StrEnum):
    """The closed set of types; a `share` runs from 0 to 1, a `country` is an ISO alpha-3 code."""

    BOOL = "bool"
    NUMBER = "number"
    SHARE = "share"
    TEXT = "text"
    CATEGORY = "category"
    COUNTRY = "country"
    DATE = "date"


class Nature(StrEnum):
    """What sort of knowledge a kind or field holds; `identity` alone never scores."""

    IDENTITY = "identity"
    CONDUCT = "conduct"
    STRUCTURE = "structure"
    ECONOMIC = "economic"
    CLAIM = "claim"


class FieldSpec(Record):
    """One typed field of a kind."""

    type: FieldType
    doc: Text
    """What the field means, in one sentence."""
    unit: Text | None = None
    """The unit of a number (`USD`, `km`); numbers of different units are never compared."""
    values: tuple[Text, ...] = ()
    """The values a category may take."""
    nature: Literal[Nature.IDENTITY] | None = None
    """`identity` where the field holds religion or ethnicity and its kind does not say so."""
    required: bool = False
    """Whether an indicator must state the field; otherwise leaving it out means unknown."""
    fixed: bool = False
    """Whether the field says what a fact is about (which sector, which direction of trade): with
    another value it would be another fact, so it is never supposed to be otherwise."""
    min: float | None = None
    """The least plausible number; a smaller one is refused."""
    max: float | None = None
    """The greatest plausible number; a greater one is refused."""

    @property
    def may_turn_out_otherwise(self) -> bool:
        """Whether another value would still be about the same thing.

        A country or text that a fact must state says whom or what it is about.
        """
        names = self.required and self.type in {FieldType.COUNTRY, FieldType.TEXT}
        return not (self.fixed or names)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.type is FieldType.CATEGORY) != bool(self.values):
            raise ValueError("`values` lists what a category may be, and only a category has it")
        if self.unit and self.type is not FieldType.NUMBER:
            raise ValueError("only a number has a `unit`")
        if len(set(self.values)) != len(self.values):
            raise ValueError("`values` lists a value twice")
        if (self.min is not None or self.max is not None) and self.type is not FieldType.NUMBER:
            raise ValueError("only a number has `min` and `max`; a share always runs from 0 to 1")
        return self


class Relation(Record):
    """What a fact of a kind ties together, for the figures of a memo; no score ever reads it."""

    between: tuple[Name, Name]
    """Two fields: the sides of the tie, each a country or a text such as an organisation. A fact
    is shown where one of them is the subject of the case."""
    what: Name | None = None
    """The field that says what sort of tie it is; without one it is named like its kind."""
    directed: bool = False
    """Whether the first side goes to the second, as a visitor to a host."""
    not_in_effect: dict[Name, tuple[Text, ...]] = Field(default={}, max_length=5)
    """Fields with the values at which a tie does not hold yet, or any more: it is drawn open."""


class KindSpec(Record):
    """One kind of indicator."""

    title: Text
    doc: Text
    """What a fact of this kind states, in one sentence."""
    nature: Nature
    fields: dict[Name, FieldSpec]
    fixed: bool = False
    """Whether its facts stay as they are (borders, coasts): they are never supposed otherwise."""
    relation: Relation | None = None
    """What it ties together, where figures are to show its facts as ties of the subject."""

    @model_validator(mode="after")
    def _relates(self) -> Self:
        relation = self.relation
        if relation is None:
            return self
        if self.nature in {Nature.IDENTITY, Nature.CLAIM}:
            raise ValueError(f"a kind of nature `{self.nature}` has no `relation`")
        named = (*relation.between, *([relation.what] if relation.what else ()))
        for name in (*named, *relation.not_in_effect):
            if name not in self.fields:
                raise ValueError(f"`relation` names the field `{name}`, which the kind has not")
        for name in relation.between:
            if self.fields[name].type not in {FieldType.COUNTRY, FieldType.TEXT}:
                raise ValueError(
                    f"`relation` lies between countries or texts, and `{name}` is none"
                )
        for name, values in relation.not_in_effect.items():
            for value in values:
                if value not in self.fields[name].values:
                    raise ValueError(f"`{name}` can never be `{value}`, as `not_in_effect` says")
        return self

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for name in self.fields:
            if keyword.iskeyword(name):
                raise ValueError(
                    f"no expression could name a field `{name}`: it is a word of Python"
                )
        for name in BUILT_IN_FIELDS:
            if name in self.fields:
                raise ValueError(f"every kind already has `{name}`; it is written beside `fields`")
        if self.nature is Nature.CONDUCT:
            for name in CONDUCT_NAMES:
                if name not in (*self.fields, *BUILT_IN_FIELDS):
                    raise ValueError(f"a kind of nature `conduct` needs the field `{name}`")
        return self

    def nature_of(self, field: str) -> Nature:
        """The nature of a field: its own, or else its kind's."""
        spec = self.fields.get(field)
        return spec.nature if spec and spec.nature else self.nature


FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
"""`kind.field`."""


class Swap(Record):
    """Values of the facts that the identity audit exchanges for others, to see what moves.

    A value in `fields` changes places with another in all facts of a case at once. Conduct and
    claims are never rewritten: nobody is made to have done or said something.
    """

    id: Id
    title: Text
    doc: Text
    """What the exchange asks, in one sentence."""
    fields: tuple[FieldName, ...] = Field(min_length=1, max_length=20)
    """Where the values stand that are exchanged; all of one type: text, category or country."""
    values: tuple[Text, ...] = Field(default=(), max_length=20)
    """Values to exchange with, beside those on file and those that the rules name."""
    among: Literal["fields", "countries"] = "fields"
    """Which values on file are exchanged with: those in `fields`, or every country of the case."""
    throughout: bool = False
    """Whether a country changes places in every country field, not only in `fields`."""
    neutral: Text | None = None
    """A value that says nothing; a placebo case has it in place of every other."""
    identity: bool
    """Whether the values are religion, ethnicity or kinship, so that no band may hang on them."""


class Vocabulary(Record):
    """Declares the kinds that cases and rulesets of one subject share."""

    riskmemo: Literal["vocabulary/1"]
    id: Id
    version: Text
    title: Text
    doc: Text
    kinds: dict[Name, KindSpec] = Field(min_length=1)
    swaps: tuple[Swap, ...] = Field(default=(), max_length=50)
    """What the identity audit exchanges, for every case that speaks this vocabulary."""
