"""Social cards: what posts and messages show of an article without a picture. No letter is drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from ssg.digest import Value, digest
from ssg.frozen import frozen
from ssg.newsroom.site import Story
from ssg.pages.page import Artwork
from ssg.pages.pictures import FOLDER, RECIPE, image_engine
from ssg.settings import Settings
from ssg.theme.card_design import CardDesign
from ssg.theme.words import Words, direction_of, paid_label

CARD_WIDTH, CARD_HEIGHT = 1200, 630
_NAMES_SHOWN = 3


@frozen
class CardText(Value):
    """All that a card says."""

    publication: str
    section: str
    """Or that somebody paid for the article."""
    headline: str
    names: tuple[str, ...]
    more_names: bool
    """Whether there are more names than are shown."""
    day: date
    language: str
    direction: str


@frozen
class SocialCard(Artwork):
    """A card that is drawn, from words alone; `design` is the digest of how."""

    text: CardText
    design: bytes

    @cached_property
    def url(self) -> str:
        """Return the path URL: what the card says and how is in its name, so it never changes."""
        return f"{FOLDER}card-{digest((RECIPE, self.design, self.text)).hex()[:16]}.png"

    @property
    def outputs(self) -> Mapping[str, bytes]:
        return {self.url: digest((image_engine(), self.design, self.text))}


def social_card(story: Story, settings: Settings, design: CardDesign | None, words: Words) -> SocialCard | None:
    """Return the card of an article, or None where the site or the theme wants none.

    What was paid for says so in the place of the section.
    """
    if design is None or not settings.images.social_cards:
        return None
    article = story.article
    names = [credit.author.name for credit in story.credits if not credit.role] or [
        credit.author.name for credit in story.credits
    ]
    language = article.language or settings.language
    above = article.kicker or (story.section.title if story.section else "")
    text = CardText(
        publication=settings.title,
        section=paid_label(words, article.sponsor) if article.paid else above,
        headline=article.title,
        names=tuple(names[:_NAMES_SHOWN]),
        more_names=len(names) > _NAMES_SHOWN,
        day=article.date.astimezone(settings.zone).date(),
        language=language,
        direction=direction_of(language),
    )
    return SocialCard("", text, design.digest)
