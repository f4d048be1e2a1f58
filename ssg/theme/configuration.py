"""The typed schema of `theme.toml`: parent theme, options, lists."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from ssg.digest import FrozenDict, Value
from ssg.frozen import frozen
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


@frozen
class OptionDeclaration(Value):
    """An option of a theme, as declared: its type, default, meaning and, for a choice, its words."""

    type: str
    default: Any
    doc: str
    choices: tuple[str, ...]
    property: str
    stylesheet: str

    @builtins.property
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
                label = f"{', '.join(self.choices)} or {_A_COLOUR}" if self.choices else _A_COLOUR
                return Text(label, partial(_check_colour, words=self.choices))
            case "picture":
                return Text("a site path", check_link)
            case _:
                # A theme may print it as Markdown.
                return Text(breaks=Breaks.KEPT)


_A_COLOUR = "a colour such as #a3121f"


def _check_colour(text: str, words: tuple[str, ...] = ()) -> str:
    if text in words or re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text):
        return ""
    hint = "write # and three or six hex digits"
    return f"{hint}, or one of {', '.join(words)}" if words else hint


@frozen
class Grounds(Value):
    """What the text of a theme stands on: the colours of its light pages and of its dark ones."""

    light: tuple[str, ...]
    dark: tuple[str, ...]


@frozen
class CardDeclaration(Value):
    """How the card looks that stands for an article without a picture: colours, and files of the theme."""

    paper: str
    ink: str
    accent: str
    headline: str
    text: str


@frozen
class ThemeConfiguration(Value):
    """What a theme says of itself."""

    name: str
    description: str
    parent: str
    options: Mapping[str, OptionDeclaration]
    lists: Mapping[str, ListSettings]
    social_card: CardDeclaration | None
    bundles: Mapping[str, tuple[str, ...]]
    grounds: Grounds | None


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
        Field("choices", ListOf(Text()), "the words of a choice, of a list, or of a colour", ()),
        Field("property", Text(), "the custom property that a colour of the site's own is written to", ""),
        Field("stylesheet", Text(), "the asset that it is written into", ""),
    ),
)

_COLOUR = Text(_A_COLOUR, _check_colour)

_GROUNDS = Record(
    Grounds,
    (
        Field("light", ListOf(_COLOUR), "the grounds of light pages", ()),
        Field("dark", ListOf(_COLOUR), "the grounds of dark pages", ()),
    ),
)

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
        Field("grounds", _GROUNDS, "what text stands on, for the contrast of colours that a site chooses"),
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
