"""What relating remembers: with it and without it, all lists are the same; and what it spares."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from ssg.model import Article, Author, Note, NoteKind, Passage, SeriesPart, Term, Text, Vocabulary
from ssg.newsroom.related import neighbours, recommending, state, terms, updating, vectors
from ssg.newsroom.related.memory import Memory, recall
from ssg.newsroom.related.relating import relate_stories
from ssg.newsroom.site import Credit, Story
from ssg.schema import Fault
from ssg.settings import SETTINGS, RelatedSettings, Settings

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
NO_TEXT = Text("", 1, Passage.of(""))


def settings(**related: object) -> Settings:
    faults: list[Fault] = []
    read = SETTINGS.read({"title": "T", "url": "https://t.example", "related": related}, (), faults)
    assert read is not None
    assert not faults
    return read


def term(vocabulary: Vocabulary, slug: str) -> Term:
    return Term(vocabulary, slug, slug.title())


def draw_story(draw: Random, number: int) -> Story:
    words = " ".join(f"word{int(draw.expovariate(0.1))}" for _ in range(draw.choice((0, 5, 20, 40))))
    path = f"content/articles/{number}.md"
    notes = (Note(FIRST, "A hoax.", NoteKind.RETRACTION),) if draw.random() < 0.05 else ()
    series = SeriesPart("Cut", draw.randrange(4)) if draw.random() < 0.2 else None
    article = Article(
        path=path,
        slug=f"s{number}",
        id=f"s{number}",
        title=f"Title {draw.randrange(9)}",
        date=FIRST + draw.randrange(60) * DAY,
        text=Text(path, 1, Passage.of(words)),
        series=series,
        noindex=draw.random() < 0.1,
        language=draw.choice(("", "", "", "fr")),
        corrections=notes,
        related=tuple(f"s{draw.randrange(12)}" for _ in range(draw.randrange(3))) if draw.random() < 0.2 else (),
        no_related=draw.random() < 0.1,
        sponsor="Acme" if draw.random() < 0.1 else "",
        extra={"translation_of": f"s{draw.randrange(12)}"} if draw.random() < 0.1 else {},
    )
    people = [Author(f"content/authors/{name}.md", name, name, NO_TEXT) for name in "ab"]
    return Story(
        article,
        f"/s{number}/",
        tuple(Credit(person) for person in draw.sample(people, draw.randrange(3))),
        tuple(term(Vocabulary.TAGS, f"t{number}") for number in draw.sample(range(5), draw.randrange(3))),
        term(Vocabulary.SECTIONS, draw.choice("xy")) if draw.random() < 0.8 else None,
        term(Vocabulary.SERIES, "cut") if series else None,
    )


def change(draw: Random, stories: dict[int, Story]) -> None:
    number = draw.choice(sorted(stories)) if stories else 0
    match draw.choice(("add", "edit", "flag", "credits", "remove")) if stories else "add":
        case "add":
            added = draw.randrange(1000)
            stories[added] = draw_story(draw, added)
        case "edit":
            stories[number] = draw_story(draw, number)
        case "flag":
            hidden = not stories[number].article.noindex
            stories[number] = replace(stories[number], article=replace(stories[number].article, noindex=hidden))
        case "credits":
            stories[number] = replace(stories[number], credits=(), section=None)
        case _:
            del stories[number]


def lists(stories: Sequence[Story], chosen: Settings, memory: Memory | None = None) -> tuple[dict[str, object], Memory]:
    problems: list[object] = []
    related = relate_stories(stories, (), chosen, problems, memory)  # type: ignore[arg-type]  # only collected
    found: dict[str, object] = {
        path: [(item.story.article.id, item.score, item.reason) for item in items]
        for path, items in related.suggestions.items()
    }
    return {**found, "problems": problems}, related.memory


def parts_of(memory: Memory) -> dict[str, bytes]:
    """Return what is to be kept, each part in one piece."""
    return {name: b"".join(pieces) for name, pieces in memory.parts()}


class Kept:
    """What a build keeps, and which parts of it the next one asks for."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}
        self.asked: list[str] = []

    def keep(self, memory: Memory) -> None:
        self.parts.update(parts_of(memory))

    def recalled(self) -> Memory:
        def load(name: str) -> bytes | None:
            self.asked.append(name)
            return self.parts.get(name)

        return recall(load)


CHOICES = (
    settings(),
    settings(count=2, per_section=1, close=0.5, minimum=0.1),
    settings(count=5, fill=False, half_life=0, tags=0),
    settings(count=20, series=False, per_author=1),
)


SEQUENCES = 320


@pytest.fixture
def few_terms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make as few terms as small newsrooms need, which is quicker."""
    for module in (terms, vectors, neighbours, recommending, updating, state):
        monkeypatch.setattr(module, "SLOTS", 1 << 12)
    # Which slot a term has depends on how many there are, and is remembered.
    terms.slot_of.cache_clear()
    yield
    terms.slot_of.cache_clear()


@pytest.mark.usefixtures("few_terms")
@pytest.mark.parametrize("seed", range(8))
def test_any_sequence_of_changes_gives_the_lists_of_a_run_from_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recommending, "_FEW", 0)
    for sequence in range(SEQUENCES // 8):
        draw = Random(f"{seed} {sequence}")  # noqa: S311 - texts, not secrets
        stories = {number: draw_story(draw, number) for number in range(draw.randrange(24))}
        kept = Kept()
        for _ in range(4):
            chosen = draw.choice(CHOICES)
            shuffled = draw.sample(list(stories.values()), len(stories))
            found, memory = lists(shuffled, chosen, kept.recalled())
            kept.keep(memory)
            assert found == lists(list(stories.values()), chosen)[0]
            for _ in range(draw.choice((0, 1, 3))):
                change(draw, stories)


def test_every_list_obeys_the_rules() -> None:
    """What never happens, over many newsrooms; and lists are full wherever there is enough."""
    for sequence in range(40):
        draw = Random(f"rules {sequence}")  # noqa: S311 - the same
        stories = [draw_story(draw, number) for number in range(draw.randrange(30))]
        by_id = {story.article.id: story for story in stories}
        found, _ = lists(stories, settings())
        for path, items in found.items():
            if path == "problems":
                continue
            reader = next(story for story in stories if story.article.path == path)
            assert isinstance(items, list)
            shown = [by_id[name].article for name, _, _ in items]
            assert len({article.id for article in shown}) == len(shown)
            assert all(allowed(reader.article, article, by_id) for article in shown)
            texts = [text_of(article, by_id) for article in shown]
            assert len({*texts}) == len(texts)
            allowed_stories = [other for other in stories if allowed(reader.article, other.article, by_id)]
            enough = {text_of(other.article, by_id) for other in allowed_stories}
            if reader.article.no_related:
                assert not shown
            else:
                assert len(shown) >= min(3, len(enough))


def text_of(article: Article, by_id: Mapping[str, Story]) -> frozenset[str]:
    """Return the ids of what an article is a translation of, in the end: one, or a few of each other."""
    name, seen = article.id, list[str]()
    while name not in seen:
        seen.append(name)
        original = by_id[name].article.extra.get("translation_of") if name in by_id else None
        name = name if original in {None, name} else str(original)
    return frozenset(seen[seen.index(name) :])


def allowed(reader: Article, other: Article, by_id: Mapping[str, Story]) -> bool:
    return (
        other.id != reader.id
        and text_of(other, by_id) != text_of(reader, by_id)
        and not other.noindex
        and not other.corrections
        and (not other.sponsor or bool(reader.sponsor))
    )


def test_where_nothing_changed_only_what_was_chosen_is_loaded() -> None:
    stories = [draw_story(Random(number), number) for number in range(40)]  # noqa: S311 - the same
    kept = Kept()
    found, memory = lists(stories, settings(), kept.recalled())
    kept.keep(memory)
    assert set(kept.parts) == {"choice", "state", "patch"}
    kept.asked.clear()
    again, memory = lists(stories, settings(), kept.recalled())
    assert again == found
    assert kept.asked == ["choice"]
    assert list(memory.parts()) == []


def test_the_state_is_kept_anew_only_when_much_of_it_is_new() -> None:
    stories = [draw_story(Random(number), number) for number in range(120)]  # noqa: S311 - the same
    kept = Kept()
    kept.keep(lists(stories[1:], settings(), kept.recalled())[1])
    newest = {
        "text": Text("", 1, Passage.of("nothing like it")),
        "title": "Unheard",
        "date": FIRST + 99 * DAY,
        "series": None,
    }
    unlike = replace(stories[0], article=replace(stories[0].article, **newest), tags=(), series=None)  # type: ignore[arg-type]  # any field
    memory = lists([unlike, *stories[1:]], settings(), kept.recalled())[1]
    parts = parts_of(memory)
    assert parts.keys() == {"choice", "patch"}
    assert 0 < 20 * len(parts["patch"]) < len(kept.parts["state"])
    kept.keep(memory)
    many = [draw_story(Random(f"new {number}"), number) for number in range(30)]  # noqa: S311 - the same
    memory = lists([*many, *stories[30:]], settings(), kept.recalled())[1]
    parts = parts_of(memory)
    assert parts.keys() == {"choice", "state", "patch"}
    assert parts["patch"] == b""


def test_what_another_process_found_is_kept_as_if_this_one_had() -> None:
    stories = [draw_story(Random(number), number) for number in range(20)]  # noqa: S311 - the same
    found, memory = lists(stories, settings(), Memory())
    sent = replace(memory, find=lambda: pickle.loads(pickle.dumps(memory.found)))  # noqa: S301  # our own
    assert parts_of(sent) == parts_of(memory)
    assert parts_of(sent).keys() == {"choice", "state", "patch"}
    kept = Kept()
    kept.keep(sent)
    assert lists(stories, settings(), kept.recalled())[0] == found
    assert sent.state is None


def test_damaged_parts_are_as_if_they_were_missing() -> None:
    stories = [draw_story(Random(number), number) for number in range(12)]  # noqa: S311 - the same
    kept = Kept()
    found, memory = lists(stories, settings(), kept.recalled())
    kept.keep(memory)
    whole = dict(kept.parts)
    draw = Random(1)  # noqa: S311 - the same
    for _ in range(60):
        data = whole["choice"]
        at = draw.randrange(len(data))
        kept.parts["choice"] = data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]
        kept.parts["state"] = whole["state"][: draw.randrange(len(whole["state"]))]
        assert kept.recalled().inputs == b""
        assert lists(stories, settings(), kept.recalled())[0] == found


def test_a_digest_stands_for_which_articles_are_suggested_and_in_which_order() -> None:
    stories = [draw_story(Random(number), number) for number in range(12)]  # noqa: S311 - the same
    one = relate_stories(stories, (), settings(), []).suggestions
    other = relate_stories(stories[::-1], (), settings(tags=0), []).suggestions
    for story in stories:
        path = story.article.path
        same = [found.article.id for found in one.stories(path)] == [found.article.id for found in other.stories(path)]
        assert (one.digest(path) == other.digest(path)) is same
    assert one.stories("content/articles/nosuch.md") == ()


def test_numpy_is_not_loaded_before_it_is_needed() -> None:
    script = 'import sys, ssg.cli.main, ssg.build, ssg.preview.server\nassert "numpy" not in sys.modules'
    subprocess.run([sys.executable, "-c", script], check=True)


def test_settings_of_every_kind_are_part_of_what_lists_depend_on() -> None:
    stories = [draw_story(Random(number), number) for number in range(12)]  # noqa: S311 - the same
    _, memory = lists(stories, settings())
    for name, value in vars(RelatedSettings()).items():
        other = settings(
            **{name: not value if isinstance(value, bool) else 0.5 if isinstance(value, float) else value + 1}
        )
        _, changed = lists(stories, other)
        assert changed.inputs != memory.inputs, name
