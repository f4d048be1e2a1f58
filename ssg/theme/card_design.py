"""How a theme wants the card to look that stands for an article without a picture: `[social_card]` in theme.toml."""

from __future__ import annotations

from ssg.digest import Value
from ssg.frozen import frozen


@frozen
class CardDesign(Value):
    """Colours as `#rrggbb`, and the bytes of two fonts: for headlines, and for all that is smaller."""

    paper: str
    ink: str
    accent: str
    headline: bytes
    text: bytes
