"""Find the files that the user named: paths, globs, folders, members of archives."""

from __future__ import annotations

import glob
import os
import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.errors import Place, Problem, reason
from classifier.sources import runs
from classifier.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STANDARD_INPUT = "-"

_LOG_NAME = re.compile(
    r"""(?:
      .+\.(?:log|txt|out|err|raw)                     # build.log
    | .+\.(?:xml|junit|trx|sarif|tap|jsonl|ndjson)    # TEST-shop.xml, results.trx: reports of tests
    | (?:log|console|consoletext|output|stdout|stderr|build-log|raw-log)    # Jenkins' consoleText
    )
    (?:[.-]\d{1,8})?                           # rotated: build.log.1, build.log-20240501
    (?:\.(?:gz|xz|bz2|zst))?""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"""(?:cmakelists|cmakecache|(?:\w+[-_])?requirements(?:[-_]\w+)?|constraints|license|copying|notice|authors
      |readme|changelog|changes|version|robots|top_level|sources|entry_points|dependency_links)\.txt
    | (?:pom|build|package|ivy|settings|androidmanifest|phpunit)\.xml""",
    re.VERBOSE | re.IGNORECASE,
)
"""Files of a source tree that are named like logs and are none."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold logs: its path, or `-`; for one member of an archive, its name in there."""

    path: str
    label: str
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said of the input; `lost` when it could not be read, or not in full."""

    problem: Problem
    lost: bool

    @property
    def label(self) -> str:
        """What could not be read, or what the remark is about."""
        return self.problem.place.path


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in the order they were named, and what is to be said of finding them."""

    sources: tuple[Source, ...]
    remarks: tuple[Remark, ...]


def find(arguments: Sequence[str]) -> Found:
    """Return the files that the arguments of the command line name, each once, with what to say of them.

    An argument is a file, a glob (quoted, so that the shell left it alone), a folder, `archive!member`, or
    `-`. A file that is named is taken whatever its name; of a folder, what `looks_like_log` says, without
    hidden files and folders, in the order of names. The order is that of the arguments and does not depend
    on the file system. Never raises because of what is or is not there.
    """
    search = _Search()
    for argument in arguments:
        search.argument(argument)
    return search.found()


def looks_like_log(name: str) -> bool:
    """Say whether a file below a folder or in an archive is worth reading, by its name from there on.

    Hidden files and those in hidden folders are not.
    """
    *folders, base = name.replace("\\", "/").split("/")
    if any(part.startswith(".") and part not in (".", "..") for part in (*folders, base)):
        return False
    return bool(_LOG_NAME.fullmatch(base)) and not _OTHER_NAME.fullmatch(base)


@dataclass
class _Search:
    sources: list[Source] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    times: dict[tuple[object, ...], list[int]] = field(default_factory=dict)
    """What identifies a file, to its index in `sources` and how often it was given."""
    folders: list[str] = field(default_factory=list)
    """The folders in which files were left out: so many of other names, so many hidden ones."""
    others: int = 0
    hidden: int = 0
    copied: int = 0
    """Logs of single steps whose jobs have a log of their own."""

    def argument(self, argument: str) -> None:
        status = None if argument == STANDARD_INPUT else _status(argument)
        if argument == STANDARD_INPUT:
            self._take(Source(STANDARD_INPUT, STANDARD_INPUT), (STANDARD_INPUT,))
        elif isinstance(status, os.stat_result):
            self._path(argument, status)
        elif member := self._member(argument):
            status = _status(member.path)
            self._take(member, (status.st_dev, status.st_ino, member.member))  # type: ignore[union-attr]
        elif not os.path.lexists(argument) and glob.has_magic(argument):
            self._glob(argument)
        else:
            self._lost(argument, str(status), "Check the path.")

    def found(self) -> Found:
        """Return what was found, each file once."""
        repeats = (
            Remark(Problem(Place(self.sources[index].label), f"given {count} times, read once"), lost=False)
            for index, count in self.times.values()
            if count > 1
        )
        return Found(tuple(self.sources), (*self.remarks, *self._passed_over(), *repeats))

    def _take(self, source: Source, identity: tuple[object, ...]) -> None:
        if identity in self.times:
            self.times[identity][1] += 1
            return
        self.times[identity] = [len(self.sources), 1]
        self.sources.append(source)

    def _lost(self, path: str, what: str, hint: str = "") -> None:
        self.remarks.append(Remark(Problem(Place(visible(path)), what, hint), lost=True))

    def _path(self, path: str, status: os.stat_result) -> None:
        if stat.S_ISDIR(status.st_mode):
            self._folder(path)
        elif stat.S_ISREG(status.st_mode):
            self._take(Source(path, visible(path)), (status.st_dev, status.st_ino))
        else:
            self._lost(path, f"{_kind(status)}, not read", "Pipe its content into 'triage -'.")

    def _member(self, argument: str) -> Source | None:
        """Return the source that `logs.zip!job/3_test.txt` stands for, if `logs.zip` is a file."""
        for mark in re.finditer("!", argument):
            path, member = argument[: mark.start()], argument[mark.end() :]
            if member and os.path.isfile(path):  # noqa: PTH113 - paths stay as they were typed
                return Source(path, visible(argument), member)
        return None

    def _glob(self, pattern: str) -> None:
        matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - keeps paths as they were typed
        taken = False
        for path in matches:
            status = _status(path)
            if not isinstance(status, os.stat_result):
                self._lost(path, str(status), "Check the path.")
            elif not ("**" in pattern and stat.S_ISDIR(status.st_mode)):  # its files matched themselves
                self._path(path, status)
            taken = True
        if not taken:
            self._lost(pattern, "no file matches", "Check the pattern, hidden files are left out.")

    def _folder(self, folder: str) -> None:
        """Take what looks like a log in a folder and the folders in it, and count the rest."""
        others = hidden = 0
        copied = self.copied
        before = len(self.times) + len(self.remarks)
        for path, name, status in self._walk(folder):
            if name.startswith("."):
                hidden += 1
            elif not looks_like_log(name):
                others += 1
            elif isinstance(status, os.stat_result):
                self._path(path, status)
            else:
                self._lost(path, str(status), "Check the path.")
        self.others += others
        self.hidden += hidden
        if others or hidden or self.copied > copied:
            self.folders.append(folder)
        if len(self.times) + len(self.remarks) == before:
            hint = (
                "Name the files in it to have them read." if others or hidden else "Name a folder with logs."
            )
            self.remarks.append(Remark(Problem(Place(visible(folder)), "holds no log", hint), lost=False))

    def _passed_over(self) -> Iterator[Remark]:
        """Yield what is to be said of files in folders that were left out, in one remark for all folders."""
        passed = [counted(self.others, "file") + " not named like a log"] * bool(self.others)
        passed += [f"{self.hidden} hidden"] * bool(self.hidden)
        passed += [counted(self.copied, "log") + " of single steps of whole jobs"] * bool(self.copied)
        if passed:
            more = f" in {len(self.folders)} folders" * (len(self.folders) > 1)
            what = f"passed over {' and '.join(passed)}{more}"
            place = Place(visible(self.folders[0]))
            yield Remark(Problem(place, what, "Name them to have them read."), lost=False)

    def _walk(self, top: str) -> Iterator[tuple[str, str, os.stat_result | str]]:
        """Yield path, name and status of all files below a folder and of its hidden folders, by name."""
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[str, str]] = [(top, "")]
        jobs: set[str] = set()
        while waiting:
            path, name = waiting.pop()
            status = _status(path)
            hidden = name.startswith(".")
            if hidden or not isinstance(status, os.stat_result) or not stat.S_ISDIR(status.st_mode):
                yield path, name, status
                continue
            if (status.st_dev, status.st_ino) in seen:
                what = "a link to a folder that is read anyway, not followed"
                self.remarks.append(Remark(Problem(Place(visible(path)), what), lost=False))
                continue
            seen.add((status.st_dev, status.st_ino))
            try:
                names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208 - paths stay as they were typed
            except OSError as error:
                self._lost(path, reason(error), "Check its permissions.")
                continue
            if path in jobs:
                steps = [one for one in names if runs.is_step(one)]
                self.copied += len(steps)
                names = [one for one in names if one not in steps]
            jobs.update(os.path.join(path, job) for job in runs.jobs(names))  # noqa: PTH118
            waiting += [(os.path.join(path, one), one) for one in names]  # noqa: PTH118


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 file`, `3 files`."""
    return f"{count} {noun}{'s' * (count != 1)}"


def _status(path: str) -> os.stat_result | str:
    """Return what the system says of a path, or why it does not."""
    try:
        return os.stat(path)  # noqa: PTH116 - paths stay as they were typed
    except (OSError, ValueError) as error:
        return reason(error)


def _kind(status: os.stat_result) -> str:
    names = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFBLK: "a block device"}
    return names.get(stat.S_IFMT(status.st_mode), "a device")
