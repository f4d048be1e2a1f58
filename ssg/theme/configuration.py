"""The typed schema of `theme.toml`: parent theme, options, lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ssg.digest import FrozenDict, Value
from ssg.schema import (
    REQUIRED,
    Anything,
    Breaks,
    Choice,
    Fault,
    Field,
    Flag,
    Kind,
    ListOf,
    Number,
    Record,
    TableOf,
    Text,
)
from ssg.settings import LIST_SETTINGS, ListSettings, check_link


@dataclass(frozen=True)
class OptionDeclaration(Value):
    """An option of a theme, as declared: its type, default, meaning and, for a choice, its words."""

    type: str
    default: Any
    doc: str
    choices: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """Return what a value of the option must be."""
        match self.type:
            case "flag":
                return Flag()
            case "number":
                return Number(-1e9, 1e9, whole=False)
            case "choice":
                return Choice(self.choices)
            case "list":
                return ListOf(Choice(self.choices) if self.choices else Text())
            case "colour":
                return Text("a colour such as #a3121f", _check_colour)
            case "picture":
                return Text("a site path", check_link)
            case _:
                # A theme may print it as Markdown.
                return Text(breaks=Breaks.KEPT)


def _check_colour(text: str) -> str:
    return "" if re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text) else "write # and three or six hex digits"


@dataclass(frozen=True)
class CardDeclaration(Value):
    """How the card looks that stands for an article without a picture: colours, and files of the theme."""

    paper: str
    ink: str
    accent: str
    headline: str
    text: str


@dataclass(frozen=True)
class ThemeConfiguration(Value):
    """What a theme says of itself."""

    name: str
    description: str
    parent: str
    options: Mapping[str, OptionDeclaration]
    lists: Mapping[str, ListSettings]
    social_card: CardDeclaration | None
    bundles: Mapping[str, tuple[str, ...]]


_OPTION = Record(
    OptionDeclaration,
    (
        Field(
            "type",
            Choice(("text", "flag", "number", "choice", "list", "colour", "picture")),
            "what kind of value it is",
            REQUIRED,
        ),
        Field("default", Anything(), "the value when the site sets none", ""),
        Field("doc", Text(breaks=Breaks.FOLDED), "what it does, in one sentence", ""),
        Field("choices", ListOf(Text()), "the words of a choice, or of a list", ()),
    ),
)

_COLOUR = Text("a colour such as #a3121f", _check_colour)

_SOCIAL_CARD = Record(
    CardDeclaration,
    (
        Field("paper", _COLOUR, "the colour of the ground", "#ffffff"),
        Field("ink", _COLOUR, "the colour of the words", "#111111"),
        Field("accent", _COLOUR, "the colour of the band and of the section", "#111111"),
        Field("headline", Text(), "the font of headlines: a file of the theme, TrueType or OpenType", REQUIRED),
        Field("text", Text(), "the font of all else", REQUIRED),
    ),
)

THEME = Record(
    ThemeConfiguration,
    (
        Field("name", Text(), "the theme's name for people", ""),
        Field("description", Text(breaks=Breaks.FOLDED), "one sentence about the theme", ""),
        Field("parent", Text(), "the theme that this one builds on", ""),
        Field("options", TableOf(_OPTION), "what a site can set in [options]", FrozenDict()),
        Field("lists", TableOf(LIST_SETTINGS), "lists that the theme's templates use", FrozenDict()),
        Field("social_card", _SOCIAL_CARD, "how the card of an article without a picture looks"),
        Field("bundles", TableOf(ListOf(Text())), "assets that are published as one file, by its name", FrozenDict()),
    ),
)


def option_values(
    declared: Mapping[str, OptionDeclaration], chosen: Mapping[str, Any], faults: list[Fault]
) -> dict[str, Any]:
    """Return the value of every declared option: what the site chose, or the default."""
    record: Record[dict[str, Any]] = Record(
        dict,
        tuple(Field(name, option.kind, option.doc, option.default) for name, option in declared.items()),
    )
    return record.read(chosen, ("options",), faults) or {name: option.default for name, option in declared.items()}
