"""What is kept between runs is used when it is whole and ours, and never else."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from classifier.cache import MOST, Cache, key_of
from classifier.cli.cache import user_cache
from classifier.rulebook.compiled import NOUNS, packed, unpacked
from classifier.rulebook.load import load

DATA = {"a": [1, None, "x\u00e9\ud800"], "b": {"c": True}}


@pytest.fixture
def cache(tmp_path):
    """Return a cache whose folder is not there yet."""
    return Cache(tmp_path / "deep" / "cache")


def entry(cache):
    """Return the file of the one entry."""
    (path,) = cache.folder.iterdir()
    return path


def test_what_was_put_is_got(cache):
    """By name and key; another key is another entry."""
    cache.put("rules", "k1", DATA)

    assert cache.get("rules", "k1") == DATA
    assert cache.get("rules", "k2") is None
    assert cache.get("literals", "k1") is None


def test_without_a_folder_nothing_is_kept():
    """And nothing fails."""
    Cache().put("rules", "k", DATA)

    assert Cache().get("rules", "k") is None


def damaged(data):
    """Return ways to damage the bytes of an entry."""
    head, body = data.split(b"\n")
    return [
        b"",
        data[:-1],
        data + b" ",
        head,
        body,
        head + b"\n" + body.replace(b"true", b"null"),
        data.replace(b"triage-cache-1", b"triage-cache-0"),
        data.replace(b" k ", b" q "),
        os.urandom(64),
    ]


def test_a_damaged_entry_counts_as_missing(cache):
    """Every cut and every other byte is noticed; the next put mends it."""
    cache.put("rules", "k", DATA)
    path = entry(cache)
    for data in damaged(path.read_bytes()):
        path.write_bytes(data)
        assert cache.get("rules", "k") is None
        cache.put("rules", "k", DATA)
        assert cache.get("rules", "k") == DATA


def test_an_entry_that_others_can_write_is_not_trusted(cache):
    """Whoever can write it could make failures vanish."""
    cache.put("rules", "k", DATA)
    entry(cache).chmod(0o666)

    assert cache.get("rules", "k") is None
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700


def test_a_folder_that_can_not_be_written_is_done_without(tmp_path):
    """A file where the folder should be stands for all that can be wrong with it."""
    (tmp_path / "cache").write_text("no folder", "utf-8")
    cache = Cache(tmp_path / "cache" / "below")

    cache.put("rules", "k", DATA)

    assert cache.get("rules", "k") is None


def test_many_can_write_at_once(cache):
    """Each entry is whole at any time, and nothing else is left behind."""
    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(cache.put, "rules", "k", DATA)
            assert pool.submit(cache.get, "rules", "k").result() in (None, DATA)

    assert cache.get("rules", "k") == DATA
    assert len(list(cache.folder.iterdir())) == 1


def test_old_entries_go(cache):
    """Those that were used longest ago."""
    for number in range(MOST + 5):
        cache.put("rules", f"{number:032}", number)
        os.utime(max(cache.folder.iterdir(), key=lambda path: path.name), (number, number))

    assert len(list(cache.folder.iterdir())) == MOST
    assert cache.get("rules", f"{0:032}") is None


def test_keys_depend_on_where_parts_end():
    """Two files are not one that holds both."""
    assert len({key_of(parts) for parts in (["ab", "c"], ["a", "bc"], ["abc"], [b"abc", ""])}) == 4


def test_packs_survive_as_data():
    """All of them, to the last place of an example."""
    book = load()

    assert unpacked(packed(book.sources)) == book.sources


WHOLE = """
pack: demo
about: Texts.
tier: tool
tools: [pytest]
components: [{id: app, title: Application}]
pipelines: {build: [app]}
dimensions: {op: {subject: '(?P<op>x)'}}
decisive: [Atan]
normalize: [{name: board, regex: 'n150', as: <board>, examples: {'on n150': 'on <board>'}}]
forms: [{name: demo-said, kind: test, pattern: 'said (?P<message>.+)', samples: ['said no']}]
rules:
- id: demo-a
  component: app
  all: [{regex: 'a(?P<x>b)'}, {any: [{text: c}, {glob: 'd*'}]}]
  none: [{text: e}]
  in: {tool: pytest, kind: [test], phase: call, log: '*.log', file: '*.py'}
  signature: '{x}'
  examples: [{text: 'ab c', as: {tool: pytest, subject: t.py}, captures: {x: b}, from: written, source: here}]
"""


def test_every_part_of_a_pack_survives(cache, tmp_path):
    """Whatever a pack may hold."""
    path = tmp_path / "demo.yaml"
    path.write_text(WHOLE, "utf-8")
    fresh = load([path], bundled=False)

    assert load([path], bundled=False, cache=cache).sources == fresh.sources
    assert load([path], bundled=False, cache=cache).sources == fresh.sources
    assert {noun.__name__ for noun in NOUNS} >= {type(one).__name__ for one in nouns_of(fresh.sources)}


def nouns_of(value):
    """Yield all nouns in a value."""
    if isinstance(value, tuple):
        for one in value:
            yield from nouns_of(one)
    elif is_dataclass(value):
        yield value
        for one in fields(value):
            yield from nouns_of(getattr(value, one.name))


@pytest.mark.parametrize("data", [None, [], {}, {"shape": []}, {"shape": 1, "packs": [[99]]}])
def test_other_data_is_no_pack(data):
    """Nothing is built of it."""
    assert unpacked(data) is None


def test_data_of_the_right_shape_with_wrong_values_is_no_pack():
    """As an older program might have left it."""
    shape = packed([])["shape"]

    for packs in ([[99]], [[0, 1]], ["x"], 3, [[None]], [[]]):
        assert unpacked({"shape": shape, "packs": packs}) is None


PACK = "pack: demo\nabout: Texts.\ntier: tool\ncomponents: [{id: app}]\nrules:\n"
RULE = "- {id: demo-a, component: app, match: 'boom', examples: [boom]}\n"


def test_a_rulebook_from_the_cache_is_the_same(cache, tmp_path):
    """Rules, digest, places, and the literals that rules are found by."""
    path = tmp_path / "demo.yaml"
    path.write_text(PACK + RULE, "utf-8")
    fresh, first, second = load([path]), load([path], cache=cache), load([path], cache=cache)

    assert fresh.sources == first.sources == second.sources
    assert fresh.digest == first.digest == second.digest
    assert [fresh.literals(rule) for rule in fresh.rules] == [second.literals(rule) for rule in second.rules]


def test_an_edited_file_is_read_again(cache, tmp_path):
    """Even when its size and time stay as they were."""
    path = tmp_path / "demo.yaml"
    path.write_text(PACK + RULE, "utf-8")
    status = path.stat()
    load([path], bundled=False, cache=cache)
    path.write_text(PACK + RULE.replace("boom", "bang"), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    (rule,) = load([path], bundled=False, cache=cache).rules
    assert rule.patterns[0].source == "bang"


def test_a_file_under_another_name_is_another_rulebook(cache, tmp_path):
    """Places name the file."""
    for name in ("one.yaml", "two.yaml"):
        path = tmp_path / name
        path.write_text(PACK + RULE, "utf-8")
        (rule,) = load([path], bundled=False, cache=cache).rules
        assert Path(rule.place.path).name == name


def test_wrong_rules_are_never_kept(cache, tmp_path):
    """They are named each time."""
    path = tmp_path / "demo.yaml"
    path.write_text(PACK + RULE.replace("match", "mach"), "utf-8")
    for _ in range(2):
        with pytest.raises(Exception, match="unknown field"):
            load([path], bundled=False, cache=cache)


@pytest.mark.parametrize(
    ("given", "expected"),
    [("/somewhere", Path("/somewhere/triage")), ("relative", None), ("", None)],
)
def test_the_folder_is_that_of_the_specification(monkeypatch, given, expected):
    """A relative path is passed over."""
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", "/home/me")

    folder = user_cache().folder

    assert folder == (expected or folder)
    assert expected or folder.parts[-1] == "triage"
    assert user_cache(wanted=False).folder is None
