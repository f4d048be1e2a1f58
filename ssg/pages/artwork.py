"""All the pictures that a build makes: renditions and crops of those that pages show, and cards of articles without."""

from __future__ import annotations

from collections.abc import Mapping

from ssg.content.pictures import SVG
from ssg.newsroom.links import Linker
from ssg.newsroom.showing import pictures_of
from ssg.newsroom.site import Site, Story
from ssg.pages.icons import FAVICON, icon_set
from ssg.pages.page import Artwork
from ssg.pages.pictures import LARGE_IN_POSTS, SOCIAL_RATIO, PictureDesk, is_as_large
from ssg.pages.social_cards import social_card
from ssg.theme.theme import Theme


def artwork_of(site: Site, theme: Theme) -> Mapping[str, Artwork]:
    """Return all artwork of a site, by what it is made from. Pages name the same pictures, by the same rules."""
    images = site.settings.images
    desk = PictureDesk(site.settings)
    linker = Linker(site)
    for path, image, text in pictures_of(site) if images.responsive else ():
        if image:
            desk.crops(linker.file(image.src, path), image.focus)
        for target in text.targets if text else ():
            desk.renditions(linker.file(target.url, path))
    words = theme.words(site.settings.language)
    cards = (
        social_card(story, site.settings, theme.card, words)
        for story in (site.stories if images.social_cards else ())
        if not _has_picture(story, linker, desk)
    )
    icons = icon_set(site, theme, linker)
    return {
        **desk.artwork,
        **{card.url: card for card in cards if card},
        **({FAVICON: icons} if icons and icons.urls else {}),
    }


def _has_picture(story: Story, linker: Linker, desk: PictureDesk) -> bool:
    """Tell whether social sites can show an article's own picture above a post's words."""
    image = story.article.image
    if image is None:
        return False
    file = linker.file(image.src, story.article.path)
    if file is None:
        return True
    _, crop = desk.crops(file, image.focus).get(SOCIAL_RATIO, ("", file))
    return file.format != SVG and is_as_large(crop.width, crop.height, LARGE_IN_POSTS)
