"""Views of single things: what a card, a byline, a picture or a profile shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ssg.content.pictures import SVG
from ssg.content.scanning import excerpt
from ssg.digest import FrozenDict
from ssg.model import Author, ImageRef, Note, StaticFile, Term, Text
from ssg.newsroom.links import Linker
from ssg.newsroom.permalinks import author_url, term_url
from ssg.newsroom.site import Credit, Site, Story
from ssg.pages.memo import Memo
from ssg.pages.minutes import minutes_of
from ssg.pages.page import ATOM, JSON_FEED, RSS
from ssg.pages.pictures import SMALLEST_IN_POSTS, SOCIAL_RATIO, FindTone, PictureDesk, fault_of, is_as_large
from ssg.pages.recipes import Recipes
from ssg.pages.social_cards import CARD_HEIGHT, CARD_WIDTH, social_card
from ssg.problems import Problem
from ssg.settings import SETTINGS_FILE, Settings
from ssg.theme.card_design import CardDesign
from ssg.theme.words import Words, direction_of
from ssg.urls import absolute_url, page_url
from ssg.views import Body, Byline, Card, NoteView, Organisation, Picture, Profile, Ref, Section, SharedImage, SiteView

DESCRIPTION_LENGTH = 160
"""Characters of a description that is taken from the text: about what a search result shows."""

HOME, AUTHORS, TAGS, CORRECTIONS, ARCHIVE = "/", "/authors/", "/tags/", "/corrections/", "/archive/"
SEARCH, SEARCH_INDEX = "/search/", "/pagefind/"
_FEED_FILES = {"rss": ("feed.xml", RSS), "atom": ("atom.xml", ATOM), "json": ("feed.json", JSON_FEED)}
"""The file and the format of the plan by the name in the settings, in the order in which feeds are offered."""


_ORGANISATION_PAGES = (
    *("logo", "contact", "masthead", "mission", "ownership"),
    *("ethics_policy", "corrections_policy", "fact_checking_policy"),
    *("unnamed_sources_policy", "diversity_policy", "feedback_policy"),
)
"""The keys of `[organisation]` that lead somewhere on the site or elsewhere."""


class StoryPresenter:
    """Turns single things of the newsroom into what templates see. Problems that come up gather in `problems`.

    It knows no site: what it makes of an article is made from the article, the settings, the words, where links lead
    and the numbers of the sections, and `Recipes` has all of these. What several pages show is made once and shared: a
    view is frozen, so every page can hold the same one, and its digest is computed once.
    """

    def __init__(  # all that it knows
        self,
        settings: Settings,
        words: Words,
        linker: Linker,
        numbers: Mapping[str, int],
        design: CardDesign | None = None,
        *,
        find_tone: FindTone | None = None,
    ) -> None:
        self.words = words
        self._design = design
        self.settings = settings
        self.problems: list[Problem] = []
        self._desk = PictureDesk(settings, find_tone)
        self.linker = linker
        self._home = Ref(self.url(HOME), settings.title)
        self._numbers = numbers
        self._pictured: dict[str, StaticFile] = {}
        self._cards: dict[str, Card] = {}
        self._profiles: dict[str, Profile] = {}
        self._bylines: dict[tuple[tuple[str, str], ...], tuple[Byline, ...]] = {}
        self._terms: dict[tuple[str, str], Ref] = {}
        self._sections: dict[str, Section] = {}
        self._refs: dict[str, Ref] = {}
        self._feeds: dict[tuple[str, str, str], tuple[Ref, ...]] = {}

    def url(self, path_url: str) -> str:
        """Return the page URL of a path URL."""
        return page_url(self.settings.base, path_url)

    def absolute(self, url: str) -> str:
        """Return the absolute URL of a page URL."""
        return absolute_url(self.settings.url, url)

    def feed_formats(self, kind: str) -> list[tuple[str, str]]:
        """Return file name and format of each feed of a subject.

        `kind` is that of the settings: `site`, `authors` or the vocabulary of a term.
        """
        wanted: tuple[str, ...] = getattr(self.settings.feeds, kind)
        return [named for name, named in _FEED_FILES.items() if name in wanted]

    def feeds(self, kind: str, listing: str, title: str) -> tuple[Ref, ...]:
        """Return the feeds of the listing at a page URL, named after its subject."""
        known = self._feeds.get((kind, listing, title))
        if known is None:
            known = tuple(Ref(listing + file, title) for file, _ in self.feed_formats(kind))
            self._feeds[kind, listing, title] = known
        return known

    def body(self, text: Text, language: str = "", *, paid: bool = False) -> Body:
        """Return a text with its links resolved, in a language or that of the site; `paid` if somebody paid."""
        body = self.linker.body(text, language or self.settings.language, paid=paid)
        return self._with_renditions(body, text.path) if body.sizes else body

    def _with_renditions(self, body: Body, path: str) -> Body:
        files = {url: self.linker.file(target, path) for target, url in body.links}
        found = ((url, self._desk.renditions(files[url])) for url, *_ in body.sizes)
        return replace(body, renditions=tuple((url, renditions) for url, renditions in found if renditions))

    def link(self, url: str, path: str, at: tuple[str | int, ...]) -> str:
        """Return the page URL of a link in front matter or settings; a broken one is a problem there."""
        resolved, wrong = self.linker.resolve(url, path)
        if wrong:
            self.problems.append(Problem(wrong, path=path, at=at))
        return resolved

    def picture(self, image: ImageRef | None, path: str) -> Picture | None:
        """Return the picture that the file at `path` names, with its size where it is ours."""
        if image is None:
            return None
        src = self.link(image.src, path, ("image", "src"))
        file = self.linker.file(image.src, path)
        if file:
            self._pictured[src] = file
            if file.fault:
                self.problems.append(fault_of(file, image.src, path))
        size = (file.width, file.height) if file else (0, 0)
        credit_url = self.link(image.credit_url, path, ("image", "credit_url")) if image.credit_url else ""
        renditions = self._desk.renditions(file)
        return Picture(src, image.alt, image.caption, image.credit, credit_url, image.focus, *size, renditions)

    def bylines(self, credited: tuple[Credit, ...]) -> tuple[Byline, ...]:
        """Return a byline, in the order of the front matter. A picture that cannot be shown is a problem of the first
        page with it alone; the list of authors has it in every build."""
        names = tuple([(credit.author.slug, credit.role) for credit in credited])
        known = self._bylines.get(names)
        if known is None:
            known = self._bylines[names] = tuple(
                Byline(
                    credit.author.name,
                    self.author_url(credit.author),
                    credit.role,
                    self.picture(credit.author.image, credit.author.path),
                )
                for credit in credited
            )
        return known

    def author_url(self, author: Author) -> str:
        """Return the page URL of an author's page."""
        return self.url(author_url(author.slug, self.settings.permalinks))

    def term(self, term: Term) -> Ref:
        """Return a link to the listing of a term."""
        name = (term.vocabulary, term.slug)
        known = self._terms.get(name)
        if known is None:
            known = self._terms[name] = Ref(self.url(term_url(term, self.settings.permalinks)), term.title)
        return known

    def section(self, section: Term) -> Section:
        """Return a link to a section's front, with its place in the navigation."""
        known = self._sections.get(section.slug)
        if known is None:
            link = self.term(section)
            known = self._sections[section.slug] = Section(link.url, link.title, self._numbers[section.slug])
        return known

    def ref(self, story: Story) -> Ref:
        """Return a link to an article."""
        path = story.article.path
        if path not in self._refs:
            self._refs[path] = Ref(self.url(story.url), story.article.title)
        return self._refs[path]

    def note(self, note: Note) -> NoteView:
        """Return a correction or update as it is shown."""
        return NoteView(note.date, note.text, note.kind)

    def minutes(self, story: Story) -> int:
        """Return the reading time in whole minutes, at least 1."""
        return minutes_of(story.article.text.words, self.settings.words_per_minute)

    def description(self, text: Text) -> str:
        """Return the beginning of a text, for a page that has no description of its own."""
        return excerpt(text.source, DESCRIPTION_LENGTH)

    def phrase(self, word: str, **values: object) -> str:
        """Return a sentence of the catalogue; empty where the theme has none."""
        return self.words.translate(word, **values) if word in self.words.catalogue else ""

    def enclosed(self, picture: Picture | None) -> Picture | None:
        """Return a picture for programs of others, at its absolute URL: the widest rendition in its own format, where
        it has some. What a camera made is too large for them."""
        if picture is None or picture.renditions is None:
            return replace(picture, src=self.absolute(picture.src)) if picture and picture.src else picture
        width, ending = picture.renditions.widths[-1], picture.renditions.formats[-1]
        height = max(1, round(picture.height * width / picture.width))
        src = self.absolute(picture.renditions.url(width, ending))
        return replace(picture, src=src, width=width, height=height, renditions=None)

    def card(self, story: Story) -> Card:
        """Return the card of an article."""
        path = story.article.path
        if path not in self._cards:
            self._cards[path] = self._make_card(story)
        return self._cards[path]

    def profile(self, author: Author) -> Profile:
        """Return a person's profile, without the number of articles: it changes with each of them."""
        if author.slug not in self._profiles:
            self._profiles[author.slug] = self._make_profile(author)
        return self._profiles[author.slug]

    def _make_card(self, story: Story) -> Card:
        article = story.article
        return Card(
            url=self.url(story.url),
            title=article.title,
            date=article.date,
            standfirst=article.standfirst,
            kicker=article.kicker,
            type=article.kind,
            section=self.section(story.section) if story.section else None,
            bylines=self.bylines(story.credits),
            updated=article.updated,
            image=self.picture(article.image, article.path),
            minutes=self.minutes(story),
            sponsor=article.sponsor,
            retracted=article.retracted,
            language=article.language if article.language != self.settings.language else "",
        )

    def _make_profile(self, author: Author) -> Profile:
        url = self.author_url(author)
        return Profile(
            name=author.name,
            slug=author.slug,
            url=url,
            title=author.title,
            email=author.email,
            image=self.picture(author.image, author.path),
            links=tuple(
                Ref(self.link(link.url, author.path, ("links", number, "url")), link.title)
                for number, link in enumerate(author.links)
            ),
            feed=next((feed.url for feed in self.feeds("authors", url, author.name)), ""),
            bio=self.body(author.text) if author.text.source.strip() else None,
            extra=author.extra,
        )

    def common(  # the address, the title, and what is above; the rest by name
        self,
        path_url: str,
        title: str,
        *above: Ref,
        language: str = "",
        noindex: bool = False,
        picture: Picture | None = None,
    ) -> dict[str, Any]:
        """Return the fields that every page has. `above` leads from the home page down to the page's parent."""
        url = self.url(path_url)
        language = language or self.settings.language
        home = () if path_url == HOME else (self._home,)
        return {
            "url": url,
            "canonical": self.absolute(url),
            "title": title,
            "language": language,
            "direction": direction_of(language),
            "noindex": noindex or not self.settings.index,
            "crumbs": (*home, *above),
            "image": picture,
            "image_url": self.absolute(picture.src) if picture and picture.src else "",
            **self._shared_images(picture),
        }

    def card_image(self, story: Story) -> SharedImage | None:
        """Return what posts and messages show of an article without a picture for them: a card, if any is drawn."""
        card = social_card(story, self.settings, self._design, self.words)
        if card is None:
            return None
        return SharedImage(self.absolute(self.url(card.url)), CARD_WIDTH, CARD_HEIGHT, story.article.title)

    def _shared_images(self, picture: Picture | None) -> dict[str, Any]:
        """Return what posts, messages and search results show of a page: crops of its picture, or all of it."""
        file = self._pictured.get(picture.src) if picture else None
        # No social site shows a drawing that is a program's text.
        if picture is None or not picture.src or (file and file.format == SVG):
            return {}
        crops = {
            ratio: SharedImage(self.absolute(url), crop.width, crop.height, picture.alt)
            for ratio, (url, crop) in self._desk.crops(file, picture.focus).items()
        }
        whole = SharedImage(self.absolute(picture.src), picture.width, picture.height, picture.alt)
        shown = crops.get(SOCIAL_RATIO, whole)
        usable = is_as_large(shown.width, shown.height, SMALLEST_IN_POSTS)
        return {"image_ratios": tuple(crops.values()), **({"social_image": shown} if usable else {})}


class Presenter(StoryPresenter):
    """Presents a whole site: what every page can see of it, and what only listings ask for."""

    def __init__(
        self,
        site: Site,
        words: Words,
        design: CardDesign | None = None,
        find_tone: FindTone | None = None,
        memo: Memo | None = None,
    ) -> None:
        linker = Linker(site)
        super().__init__(site.settings, words, linker, site.section_numbers, design, find_tone=find_tone)
        self.site = site
        named: tuple[Author | Term, ...] = (*site.authors, *site.sections, *site.tags, *site.series)
        self.recipes = Recipes(
            site.settings, words, linker, site.section_numbers, design, named=named, unread=site.unread, memo=memo
        )

    def counted_profile(self, author: Author) -> Profile:
        """Return a person's profile with the number of published articles."""
        return replace(self.profile(author), articles=len(self.site.by_author.get(author.slug, ())))

    def site_view(self) -> SiteView:
        """Return what every template can see of the site."""
        settings = self.settings
        menus = {
            name: tuple(
                Ref(self.link(link.url, SETTINGS_FILE, ("menus", name, number, "url")), link.title)
                for number, link in enumerate(links)
            )
            for name, links in settings.menus.items()
        }
        pages = {
            "authors": AUTHORS,
            "tags": TAGS,
            "corrections": CORRECTIONS,
            "archive": ARCHIVE,
        }
        if settings.search.enabled:
            pages["search"] = SEARCH
        feeds = {form: self.url(HOME + file) for file, form in self.feed_formats("site")}
        return SiteView(
            title=settings.title,
            url=self.absolute(self.url(HOME)),
            home=self.url(HOME),
            language=settings.language,
            description=settings.description,
            tagline=settings.tagline,
            sections=tuple(self.section(section) for section in self.site.sections),
            menus=FrozenDict(menus),
            organisation=self._organisation(),
            pages=FrozenDict(
                {name: self.url(path_url) for name, path_url in pages.items()}
                | {name: feeds.get(form, "") for name, (_, form) in _FEED_FILES.items()}
            ),
            extra=settings.extra,
        )

    def _organisation(self) -> Organisation:
        wanted = self.settings.organisation

        def absolute(key: str) -> str:
            target: str = getattr(wanted, key)
            return self.absolute(self.link(target, SETTINGS_FILE, ("organisation", key))) if target else ""

        links: dict[str, Any] = {key: absolute(key) for key in _ORGANISATION_PAGES}
        return Organisation(
            name=wanted.name or self.settings.title,
            url=wanted.url or self.absolute(self.url(HOME)),
            email=wanted.email,
            telephone=wanted.telephone,
            founded=wanted.founded,
            same_as=wanted.same_as,
            **links,
        )
