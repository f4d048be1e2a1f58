"""Frozen dataclasses: whatever the standard ones do, ours do."""

import copy
import pickle
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from ssg.frozen import frozen


def _define(decorate: Callable[[Any], Any]) -> Any:
    @decorate
    class Story:
        """What there is of every sort: a plain field, defaults, some that are not compared or not shown."""

        title: str
        words: int = 0
        tags: list[str] = field(default_factory=list)
        path: str = field(default="", compare=False)
        cost: float = field(default=0.5, repr=False)

    return Story


OURS: Any = _define(frozen)
STANDARD: Any = _define(dataclass(frozen=True))
both = pytest.mark.parametrize("story", [OURS, STANDARD], ids=["ours", "standard"])


@frozen
class Link:
    """Something that can be pickled, since it has a place in a module."""

    url: str
    text: str = ""


@frozen
class Credit(Link):
    """One more field."""

    year: int = 2026


@frozen(kw_only=True)
class Byline:
    """Fields in any order: they are named."""

    role: str = "author"
    name: str


@frozen
class Nothing:
    """No fields."""


@both
def test_fields_have_defaults(story: Any) -> None:
    made = story("A ferry", path="a.md")
    assert vars(made) == {"title": "A ferry", "words": 0, "tags": [], "path": "a.md", "cost": 0.5}
    assert made.tags is not story("A ferry").tags
    assert [each.name for each in fields(story)] == ["title", "words", "tags", "path", "cost"]


@both
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), r"Story.__init__\(\) missing 1 required positional argument: 'title'$"),
        (("a", 1, [], "", 0.5, 6), r"Story.__init__\(\) takes from 2 to 6 positional arguments but 7 were given$"),
    ],
)
def test_wrong_arguments_are_refused(story: Any, arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        story(*arguments)


@both
def test_shown_with_its_fields(story: Any) -> None:
    assert repr(story("A ferry", 3, cost=2)) == "_define.<locals>.Story(title='A ferry', words=3, tags=[], path='')"
    around = story("A ferry", tags=[])
    around.tags.append(around)
    assert repr(around) == "_define.<locals>.Story(title='A ferry', words=0, tags=[...], path='')"


@both
def test_equal_where_all_that_is_compared_is(story: Any) -> None:
    nan = float("nan")
    assert story("A", 1, path="a.md") == story("A", 1, path="b.md")
    assert story("A", 1) != story("A", 2)
    assert story("A", cost=nan) == story("A", cost=nan)
    assert story("A", cost=nan) != story("A", cost=float("nan"))
    assert story("A") != ("A", 0, [], "", 0.5)
    assert OURS("A") != STANDARD("A")


@both
def test_hash_of_what_is_compared(story: Any) -> None:
    assert hash(story("A", tags=(), path="a.md")) == hash(story("A", tags=(), path="b.md"))
    assert len({story("A", words, ()) for words in range(100)}) == 100
    with pytest.raises(TypeError, match="unhashable type: 'list'"):
        hash(story("A"))


@both
def test_cannot_be_changed(story: Any) -> None:
    made = story("A")
    with pytest.raises(FrozenInstanceError, match=r"^cannot assign to field 'title'$"):
        made.title = "B"
    with pytest.raises(FrozenInstanceError, match=r"^cannot assign to field 'titel'$"):
        made.titel = "B"
    with pytest.raises(FrozenInstanceError, match=r"^cannot delete field 'title'$"):
        del made.title
    assert replace(made, title="B") == story("B")
    with pytest.raises(TypeError, match="unexpected keyword argument 'titel'"):
        replace(made, titel="B")


@both
def test_taken_apart_by_a_pattern(story: Any) -> None:
    match story("A ferry", 7):
        case story(title, words):
            assert (title, words) == ("A ferry", 7)


def test_values_share_the_names_of_their_fields() -> None:
    # Python sees how many names there are from the first few values.
    ours, standard = ([vars(story("A ferry", 3)) for _ in range(100)][-1] for story in (OURS, STANDARD))
    assert sys.getsizeof(ours) == sys.getsizeof(standard) < sys.getsizeof(dict(ours))


def test_fields_are_inherited_and_classes_told_apart() -> None:
    assert repr(Credit("/a/", year=1999)) == "Credit(url='/a/', text='', year=1999)"
    assert Credit("/a/") == Credit("/a/")
    assert Credit("/a/") != Link("/a/")
    assert len({Link("/a/"), Link("/a/"), Credit("/a/")}) == 2


def test_fields_that_must_be_named() -> None:
    assert repr(Byline(name="Jane Doe")) == "Byline(role='author', name='Jane Doe')"
    with pytest.raises(TypeError, match=r"takes 1 positional argument but 2 were given"):
        Byline("Jane Doe")  # type: ignore[call-arg]  # what is tested


def test_no_fields() -> None:
    assert repr(Nothing()) == "Nothing()"
    assert len({Nothing(), Nothing()}) == 1


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickled_and_copied(protocol: int) -> None:
    value = Credit("/a/", "A")
    assert pickle.loads(pickle.dumps(value, protocol)) == value  # noqa: S301  # our own
    assert copy.deepcopy(value) == copy.copy(value) == value


def test_what_a_class_defines_stays() -> None:
    @frozen
    class Slug:
        """Equal whatever the case."""

        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Slug) and self.text.lower() == other.text.lower()

        def __hash__(self) -> int:
            return hash(self.text.lower())

        def __repr__(self) -> str:
            return self.text

    assert {Slug("A"), Slug("a")} == {Slug("a")}
    assert repr(Slug("A")) == "A"


def test_a_class_with_equality_of_its_own_is_hashed_by_its_fields() -> None:
    def define(decorate: Callable[[Any], Any]) -> Any:
        @decorate
        class Word:  # noqa: PLW1641  # what is tested
            text: str

            def __eq__(self, other: object) -> bool:
                return isinstance(other, Word)

        return Word

    for word in (define(frozen), define(dataclass(frozen=True))):
        assert hash(word("a")) == hash(word("a")) != hash(word("b"))
