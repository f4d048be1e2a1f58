"""All the pictures that a build makes: renditions and crops of those that pages show, and cards of articles without."""

from __future__ import annotations

from collections.abc import Mapping

from ssg.content.pictures import SVG
from ssg.newsroom.links import Linker
from ssg.newsroom.showing import pictures_of
from ssg.newsroom.site import Site, Story
from ssg.pages.icons import FAVICON, icon_set
from ssg.pages.page import Artwork
from ssg.pages.pictures import PictureDesk
from ssg.pages.social_cards import social_card
from ssg.theme.theme import Theme


def artwork_of(site: Site, theme: Theme) -> Mapping[str, Artwork]:
    """Return all artwork of a site, by what it is made from. Pages name the same pictures, by the same rules."""
    desk = PictureDesk(site.settings)
    linker = Linker(site)
    for path, image, text in pictures_of(site):
        if image:
            desk.crops(linker.file(image.src, path), image.focus)
        for target in text.targets if text else ():
            desk.renditions(linker.file(target.url, path))
    words = theme.words(site.settings.language)
    cards = (
        social_card(story, site.settings, theme.card, words)
        for story in site.stories
        if not _has_picture(story, linker)
    )
    icons = icon_set(site, theme, linker)
    return {
        **desk.artwork,
        **{card.url: card for card in cards if card},
        **({FAVICON: icons} if icons and icons.urls else {}),
    }


def _has_picture(story: Story, linker: Linker) -> bool:
    """Tell whether social sites can show an article's own picture."""
    image = story.article.image
    file = linker.file(image.src, story.article.path) if image else None
    return image is not None and not (file and file.format == SVG)
