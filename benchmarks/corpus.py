"""Make a newsroom of any size: `python -m benchmarks.corpus FOLDER --articles 1000`.

The words are made of syllables, so nobody's text is in it, but they behave as words do: few are frequent and most are
rare; every topic has words of its own; articles of one topic share them, and its tag. An article depends on its number
alone: the first thousand of ten thousand are the thousand, so that growth can be measured too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from random import Random

import click
from PIL import Image

SECTIONS = ("networks", "policy", "devices", "business", "space", "opinion")
TOPICS_OF_A_SECTION = 10
AUTHORS = 30
PICTURES = 24
VOCABULARY = 12_000
WORDS_OF_A_TOPIC = 60
FIRST = datetime(1992, 1, 1, 6, tzinfo=UTC)
PACE = timedelta(hours=3)
"""Eight articles a day: 100,000 of them fill 34 years."""

_TYPES = ("news", "analysis", "opinion", "feature", "interview", "review")
_TYPE_WEIGHTS = tuple(accumulate((70, 10, 8, 6, 3, 3)))
_EVERYDAY_WORDS = tuple(
    word
    for line in (
        "the of and to a in that is was for it with as on by at from said has have not this be are were but which",
        "their had will one more after new over its who been would when about than there into could",
    )
    for word in line.split()
)
_ONSETS = (*"bcdfghjklmnprstvwz", "br", "ch", "cl", "dr", "fl", "gr", "pl", "pr", "qu", "sh", "st", "th", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou")
_TOPIC_WEIGHTS = tuple(accumulate(1 / (rank + 3) for rank in range(WORDS_OF_A_TOPIC)))
_CODAS = ("", "l", "m", "n", "nd", "r", "rk", "s", "st", "t", "x")

SITE = """\
title = "The Gauge"
url = "https://gauge.example/"
timezone = "UTC"
theme = "{theme}"
description = "A newsroom made of syllables, to measure with."
sections = [{sections}]

# What is measured is the making of pages; `benchmarks.images` measures pictures.
[images]
responsive = false
social_cards = false
"""


@dataclass(frozen=True)
class Topic:
    """What articles are about: a section, a tag, and words that only its articles use."""

    section: str
    tag: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Opening:
    """What is settled about an article before its text, so that another article can link to it."""

    number: int
    topic: Topic
    title: str
    slug: str

    @property
    def path(self) -> str:
        """Return the article's file."""
        return f"content/articles/{self.topic.section}/{self.slug}.md"

    @property
    def is_draft(self) -> bool:
        """Tell whether the article is withheld: one of two hundred is."""
        return self.number % 200 == 199


class Corpus:
    """A newsroom of `articles` articles in a `theme`. Two of the same size are the same, byte for byte."""

    def __init__(self, articles: int, theme: str = "broadsheet", seed: int = 1) -> None:
        self.articles = articles
        self.theme = theme
        self._seed = seed

    @property
    def published(self) -> int:
        """Return how many of the articles are no drafts."""
        return sum(not self.opening(number).is_draft for number in range(self.articles))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the bytes of every file."""
        sections = ", ".join(f'"{section}"' for section in SECTIONS)
        yield "site.toml", SITE.format(theme=self.theme, sections=sections).encode()
        for number in range(AUTHORS):
            yield f"content/authors/{_slug(self._names[number])}.md", self._author(number).encode()
        for number in range(PICTURES):
            yield f"content/images/picture-{number}.png", _picture(number)
        for number in range(self.articles):
            yield self.opening(number).path, self.article(number).encode()

    def opening(self, number: int) -> Opening:
        """Return topic, headline and slug of an article."""
        draw = self._random("opening", number)
        topic = draw.choice(self._topics)
        words = [*draw.sample(topic.words, 2), *draw.sample(self._vocabulary, 4)]
        draw.shuffle(words)
        title = " ".join(words).capitalize()
        return Opening(number, topic, title, f"{_slug(title)}-{number}")

    def article(self, number: int) -> str:
        """Return the Markdown of an article: about 450 words."""
        draw = self._random("article", number)
        opening = self.opening(number)
        return f"---\n{self._front_matter(opening, draw)}---\n{self._body(opening, draw)}"

    def addition(self, number: int, turn: int) -> str:
        """Return a sentence that is added to an article: another one in each turn. It has the words of any sentence."""
        return self._sentence(self._random(f"addition {turn}", number), self.opening(number).topic, 12)

    def _front_matter(self, opening: Opening, draw: Random) -> str:
        number, topic = opening.number, opening.topic
        moment = FIRST + number * PACE
        authors = draw.sample(self._names, 2 if draw.random() < 0.15 else 1)
        nearby = [other.tag for other in self._topics if other.section == topic.section and other is not topic]
        tags = [topic.tag, *draw.sample(nearby, draw.randrange(1, 4)), *draw.sample(self._tags, draw.randrange(2))]
        fields: dict[str, object] = {
            "title": opening.title,
            "standfirst": self._sentence(draw, topic, 22),
            "date": moment.strftime("%Y-%m-%d %H:%M"),
            "authors": authors,
            "tags": list(dict.fromkeys(tags)),
            "type": draw.choices(_TYPES, cum_weights=_TYPE_WEIGHTS)[0],
        }
        if draw.random() < 0.7:
            words = self._sentence(draw, topic, 9)
            picture = draw.randrange(PICTURES)
            # Every picture was taken by one of the authors.
            fields["image"] = {
                "src": f"/images/picture-{picture}.png",
                "alt": words,
                "credit": self._names[picture],
            }
        if draw.random() < 0.1:
            fields["updated"] = (moment + timedelta(hours=draw.randrange(1, 60))).strftime("%Y-%m-%d %H:%M")
        if draw.random() < 0.02:
            note = {"date": moment.strftime("%Y-%m-%d"), "text": self._sentence(draw, None, 15)}
            fields["corrections"] = [note]
        if draw.random() < 0.03:
            # No series has more parts.
            season, part = divmod(number, 10_000)
            name = f"The {topic.tag} {season + 1}" if season else f"The {topic.tag}"
            fields["series"] = {"name": name, "part": part + 1}
        if opening.is_draft:
            fields["draft"] = True
        # JSON is YAML, and json writes it faster than a YAML library would.
        return "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items())

    def _body(self, opening: Opening, draw: Random) -> str:
        topic = opening.topic
        blocks: list[str] = []
        for number in range(draw.randrange(6, 11)):
            if number and draw.random() < 0.15:
                blocks.append("## " + self._sentence(draw, topic, 5).rstrip("."))
            blocks.append(
                " ".join(self._sentence(draw, topic, draw.randrange(8, 24)) for _ in range(draw.randrange(2, 5)))
            )
        if opening.number and draw.random() < 0.4:
            earlier = self.opening(draw.randrange(max(0, opening.number - 500), opening.number))
            if not earlier.is_draft:
                target = f"../{earlier.topic.section}/{earlier.slug}.md"
                blocks[0] += f" As [{earlier.title.lower()}]({target}) showed, *{draw.choice(topic.words)}* counts."
        extra = draw.random()
        if extra < 0.1:
            blocks.insert(2, "> " + self._sentence(draw, topic, 14))
        elif extra < 0.2:
            blocks.insert(3, "\n".join(f"- {self._sentence(draw, topic, 6)}" for _ in range(4)))
        elif extra < 0.23:
            rows = "\n".join(f"| {draw.choice(topic.words)} | {draw.randrange(1000)} |" for _ in range(5))
            blocks.insert(2, f"| What | How many |\n|---|--:|\n{rows}")
        elif extra < 0.25:
            blocks.insert(2, "```python\n" + "\n".join(f"{draw.choice(topic.words)} = {n}" for n in range(6)) + "\n```")
        return "\n\n".join(blocks) + "\n"

    def _author(self, number: int) -> str:
        draw = self._random("author", number)
        bio = " ".join(self._sentence(draw, None, 14) for _ in range(3))
        return f"---\nname: {self._names[number]}\ntitle: Correspondent\n---\n{bio}\n"

    def _sentence(self, draw: Random, topic: Topic | None, length: int) -> str:
        """Return a sentence; one word in six is of the topic."""
        own = 0 if topic is None else length // 6
        words = draw.choices(self._everybodys, k=length - own)
        if topic is not None:
            words += draw.choices(topic.words, cum_weights=_TOPIC_WEIGHTS, k=own)
            draw.shuffle(words)
        return " ".join(words).capitalize() + "."

    @cached_property
    def _everybodys(self) -> list[str]:
        """Return the words of all topics, each as often as it is likely by Zipf's law."""
        ranked = [*_EVERYDAY_WORDS, *self._vocabulary]
        return [word for rank, word in enumerate(ranked) for _ in range(1 + 12_000 // (rank + 3))]

    @cached_property
    def _words(self) -> list[str]:
        """Return distinct words, the same in every run."""
        draw = self._random("words", 0)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY + len(SECTIONS) * TOPICS_OF_A_SECTION * WORDS_OF_A_TOPIC:
            syllables = draw.choice((1, 2, 2, 2, 3))
            word = "".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(syllables)) + draw.choice(_CODAS)
            words[word] = None
        return list(words)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return self._words[:VOCABULARY]

    @cached_property
    def _topics(self) -> list[Topic]:
        topics = []
        for number in range(len(SECTIONS) * TOPICS_OF_A_SECTION):
            start = VOCABULARY + number * WORDS_OF_A_TOPIC
            own = tuple(self._words[start : start + WORDS_OF_A_TOPIC])
            topics.append(Topic(SECTIONS[number // TOPICS_OF_A_SECTION], f"{own[0]} {own[1]}", own))
        return topics

    @cached_property
    def _tags(self) -> list[str]:
        return [topic.tag for topic in self._topics]

    @cached_property
    def _names(self) -> list[str]:
        draw = self._random("names", 0)
        words = draw.sample([word for word in self._vocabulary if len(word) > 4], 2 * AUTHORS)
        return [
            f"{first.capitalize()} {last.capitalize()}" for first, last in zip(words[::2], words[1::2], strict=True)
        ]

    def _random(self, purpose: str, number: int) -> Random:
        return Random(f"{self._seed} {purpose} {number}")  # noqa: S311 - a corpus keeps no secret


def write(corpus: Corpus, folder: Path) -> None:
    """Write a corpus into a new folder."""
    made: set[Path] = set()
    for path, data in corpus.files():
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(data)


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def _picture(number: int) -> bytes:
    """Return a PNG of two bands, of a colour of its own."""
    picture = Image.new("RGB", (640, 360), (number * 10, 90, 200 - number * 7))
    picture.paste((240, 240 - number * 9, number * 10), (0, 180, 640, 360))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--articles", type=click.IntRange(min=1), default=1000, show_default=True, help="How many articles.")
@click.option("--theme", default="broadsheet", show_default=True, help="The theme of the site.")
@click.option("--seed", default=1, show_default=True, help="Another number gives other articles.")
def command(folder: Path, articles: int, theme: str, seed: int) -> None:
    """Write a made-up newsroom into FOLDER, which must be new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty")
    write(Corpus(articles, theme, seed), folder)
    click.echo(f"{articles:,} articles in {folder}")


if __name__ == "__main__":
    command()
