"""From what the user types to open logs: what is found, in which order, and what is said of the rest."""

import bz2
import gzip
import io
import lzma
import os
import pickle
import socket
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier import sources
from classifier.lines import Lines

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"collected 2 items\nError: boom\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in an empty folder, so that paths read as a user types them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, data=TEXT):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def said(found):
    """Return label, what is said, and whether something was lost."""
    return [(remark.label, remark.problem.what, remark.lost) for remark in found.remarks]


def found(*arguments):
    return [source.label for source in sources.find(arguments).sources]


def opened(*arguments):
    """Return label and bytes of every log, and what is said of what is none."""
    logs, remarks = [], []
    for source in sources.find(arguments).sources:
        for one in sources.open_logs(source):
            if isinstance(one, sources.Remark):
                remarks.append((one.label, one.problem.what, one.lost))
            else:
                logs.append((one.label, b"".join(one.pieces())))
                remarks += [(one.label, problem.what, True) for problem in one.problems]
    return logs, remarks


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("build.log", True), ("BUILD.LOG", True), ("a.txt", True), ("make.out", True), ("make.err", True),
        ("build.log.1", True), ("build.log-20240501", True), ("build.log.gz", True), ("build.log.2.xz", True),
        ("log", True), ("consoleText", True), ("TEST-shop.xml", True), ("r.trx", True), ("r.sarif", True),
        ("a.tap", True), ("events.jsonl", True), ("job/3_test.txt", True), ("../../evil.log", True),
        ("main.py", False), ("package.json", False), ("a.zip", False), ("logs.tar.gz", False),
        (".hidden.log", False), (".cache/a.log", False), ("CMakeLists.txt", False), ("pom.xml", False),
        ("requirements-dev.txt", False), ("dev_requirements.txt", False), ("a.log.bak", False),
        ("catalog", False), ("Makefile", False),
    ],
)  # fmt: skip
def test_what_looks_like_a_log(name, expected):
    assert sources.looks_like_log(name) == expected


def test_files_come_in_the_order_they_are_named_and_folders_by_name():
    for name in ("z.log", "logs/b.log", "logs/a/2.txt", "logs/a/10.txt", "logs/c.log", "logs/a.log"):
        write(name)
    assert found("z.log", "logs") == [
        "z.log", "logs/a/10.txt", "logs/a/2.txt", "logs/a.log", "logs/b.log", "logs/c.log",
    ]  # fmt: skip


def test_what_a_folder_holds_besides_is_counted_and_said_once():
    for name in ("logs/a.log", "logs/main.py", "logs/src/x.c", "logs/.git/log", "logs/.b.log"):
        write(name)
    result = sources.find(["logs"])
    assert found("logs") == ["logs/a.log"]
    assert said(result) == [("logs", "passed over 2 files not named like a log and 2 hidden", False)]


def test_a_file_that_is_named_is_taken_whatever_its_name():
    write("main.py")
    write(".hidden")
    assert found("main.py", ".hidden", "./main.py", "*.py") == ["main.py", ".hidden"]


def test_a_folder_without_logs_is_said():
    Path("empty").mkdir()
    assert said(sources.find(["empty"])) == [("empty", "holds no log", False)]


def test_globs():
    for name in ("run/2.log", "run/1.log", "run/deep/3.log", "run/.4.log", "a[1].log"):
        write(name)
    assert found("run/*.log") == ["run/1.log", "run/2.log"]
    assert found("run/**") == ["run/1.log", "run/2.log", "run/deep/3.log"]
    assert found("ru?") == ["run/1.log", "run/2.log", "run/deep/3.log"]
    assert found("a[1].log") == ["a[1].log"]
    assert said(sources.find(["*.nope"])) == [("*.nope", "no file matches", True)]


def test_the_same_file_is_read_once():
    write("logs/a.log")
    Path("logs/hard.log").hardlink_to("logs/a.log")
    Path("logs/latest.log").symlink_to("a.log")
    result = sources.find(["logs", "./logs/a.log", "logs/*.log"])
    assert [source.label for source in result.sources] == ["logs/a.log"]
    assert said(result) == [("logs/a.log", "given 7 times, read once", False)]


def test_links_to_folders_are_followed_but_not_in_circles():
    write("other/b.log")
    write("logs/a.log")
    Path("logs/back").symlink_to("../logs")
    Path("logs/other").symlink_to("../other")
    result = sources.find(["logs"])
    assert [source.label for source in result.sources] == ["logs/a.log", "logs/other/b.log"]
    assert said(result) == [("logs/back", "a link to a folder that is read anyway, not followed", False)]


def test_what_can_not_be_read_is_named_and_the_rest_goes_on():
    write("a.log")
    os.mkfifo("pipe.log")
    Path("dangling.log").symlink_to("nowhere")
    Path("loop.log").symlink_to("loop.log")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.log")
        names = ["missing.log", "pipe.log", "socket.log", "dangling.log", "loop.log", "/dev/null", "nul\0"]
        result = sources.find([*names, "a.log"])
    assert [source.label for source in result.sources] == ["a.log"]
    assert said(result) == [
        ("missing.log", "no such file or directory", True),
        ("pipe.log", "a named pipe, not read", True),
        ("socket.log", "a socket, not read", True),
        ("dangling.log", "no such file or directory", True),
        ("loop.log", "too many levels of symbolic links", True),
        ("/dev/null", "a device, not read", True),
        ("nul\\x00", "embedded null byte", True),
    ]


def test_a_folder_holds_them_too():
    os.mkfifo("pipe.log")
    Path("dangling.log").symlink_to("nowhere")
    assert said(sources.find(["."])) == [
        ("./dangling.log", "no such file or directory", True),
        ("./pipe.log", "a named pipe, not read", True),
    ]


def test_what_may_not_be_read_is_named(monkeypatch):
    """The tests may run as root, whom no permission stops."""
    write("logs/a.log")
    [source] = sources.find(["logs/a.log"]).sources

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "listdir", refuse)
    assert (
        said(sources.find(["logs"]))
        == [
            ("logs", "permission denied", True),
            ("logs", "holds no log", False),
        ][:1]
    )
    [remark] = sources.open_logs(source)
    assert (remark.label, remark.problem.what, remark.lost) == ("logs/a.log", "permission denied", True)


def test_what_vanishes_or_turns_into_a_pipe_after_it_was_found():
    write("a.log")
    write("b.log")
    gone, pipe = sources.find(["a.log", "b.log"]).sources
    Path("a.log").unlink()
    Path("b.log").unlink()
    os.mkfifo("b.log")
    assert [one.problem.what for source in (gone, pipe) for one in sources.open_logs(source)] == [
        "no such file or directory",
        "no regular file, not read",
    ]


def test_a_name_that_could_harm_a_terminal_is_shown_harmless():
    write("a\x1b[2J\u202e.log")
    os.close(os.open(b"b\xff.log", os.O_CREAT))
    assert found(".") == ["./a\\x1b[2J\\u202e.log", "./b\\xff.log"]
    assert [label for label, _ in opened(".")[0]] == ["./a\\x1b[2J\\u202e.log", "./b\\xff.log"]


PACKERS = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
    "zst": zstd.compress,
    "several.gz": lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:]),
    "several.xz": lambda data: lzma.compress(data[:7]) + b"\0" * 4 + lzma.compress(data[7:]),
    "several.bz2": lambda data: bz2.compress(data[:7]) + bz2.compress(data[7:]),
    "several.zst": lambda data: zstd.compress(data[:7]) + zstd.compress(data[7:]),
}


@pytest.mark.parametrize("kind", PACKERS)
def test_compressed_logs(kind):
    write(f"a.log.{kind}", PACKERS[kind](TEXT))
    write("named-otherwise.log", PACKERS[kind](TEXT))
    assert opened(f"a.log.{kind}", "named-otherwise.log") == (
        [(f"a.log.{kind}", TEXT), ("named-otherwise.log", TEXT)],
        [],
    )


@pytest.mark.parametrize("kind", ["gz", "xz", "bz2", "zst"])
def test_of_torn_compression_what_came_is_kept(kind):
    data = os.urandom(300_000).hex().encode()
    packed = PACKERS[kind](data)
    write("a.log", packed[: len(packed) // 2])
    [source] = sources.find(["a.log"]).sources
    log = next(logs := sources.open_logs(source))
    got = b"".join(log.pieces())
    assert data.startswith(got)
    name = {"gz": "gzip", "xz": "xz", "bz2": "bzip2", "zst": "zstd"}[kind]
    assert [str(problem) for problem in log.problems] == [
        f"a.log: {name} data that end too early, {len(got)} bytes were read."
    ]
    assert (log.truncated, kind == "bz2" or len(got) > 60_000) == (True, True)
    assert next(logs, None) is None


def test_bytes_behind_compressed_data_are_said():
    write("a.log.gz", gzip.compress(TEXT) + b"garbage")
    logs, [(label, what, lost)] = opened("a.log.gz")
    assert (logs, label, lost) == ([("a.log.gz", TEXT)], "a.log.gz", True)
    assert what.startswith("damaged gzip data")


def test_a_wrong_checksum_is_said_and_the_text_kept():
    packed = bytearray(gzip.compress(TEXT))
    packed[-8] ^= 1
    write("a.log.gz", bytes(packed))
    logs, [(_, what, _)] = opened("a.log.gz")
    assert logs == [("a.log.gz", TEXT)]
    assert what.startswith("damaged gzip data (CRC check failed")


@pytest.mark.parametrize("kind", ["gz", "xz", "zip", "tar.gz"])
def test_a_bomb_is_stopped(kind, monkeypatch):
    monkeypatch.setattr("classifier.sources.packed.FREE", 1_000_000)
    same = b"again\n" * 2_000_000
    if kind == "zip":
        write("a.zip", zipped({"a.log": b"x", "b.log": same, "c.log": TEXT}))
    elif kind == "tar.gz":
        write("a.tar.gz", gzip.compress(tarred({"a.log": b"x", "b.bin": same, "c.log": TEXT})))
    else:
        write(f"a.{kind}", PACKERS[kind](b"x" + same))
    logs, remarks = opened(f"a.{kind}")
    assert sum(len(data) for _, data in logs) < 4_000_000
    stopped = "unpacks to more than 200 times its size, stopped"
    assert any(lost and stopped in what for _, what, lost in remarks)


def test_a_log_that_unpacks_to_too_much_is_stopped(monkeypatch):
    monkeypatch.setattr("classifier.sources.packed.MOST", 150_000)
    write("a.gz", gzip.compress(os.urandom(200_000).hex().encode()))
    [(_, what, _)] = opened("a.gz")[1]
    assert what.startswith("unpacks to more than 0 GiB, stopped, ")


def zipped(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members, mode="w"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


MEMBERS = {
    "job/3_test.txt": TEXT, "./main.py": b"x", "../../evil.log": b"1\n", "/abs.log": b"2\n", ".h/a.log": b"",
}  # fmt: skip
IN_ZIP = {"job/": b"", **{name.removeprefix("./"): data for name, data in MEMBERS.items()}}
ARCHIVES = {
    "a.zip": lambda: zipped(IN_ZIP),
    "a.tar": lambda: tarred(MEMBERS),
    "a.tar.gz": lambda: tarred(MEMBERS, "w:gz"),
    "a.tar.xz": lambda: tarred(MEMBERS, "w:xz"),
    "a.tar.zst": lambda: zstd.compress(tarred(MEMBERS)),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_members_of_archives(name, folder):
    write(name, ARCHIVES[name]())
    assert opened(name) == (
        [(f"{name}!job/3_test.txt", TEXT), (f"{name}!../../evil.log", b"1\n"), (f"{name}!/abs.log", b"2\n")],
        [(name, "passed over 2 members not named like a log, or no file", False)],
    )
    assert [path.name for path in folder.iterdir()] == [name]


@pytest.mark.parametrize("name", ARCHIVES)
def test_one_member_can_be_named(name):
    write(name, ARCHIVES[name]())
    assert opened(f"{name}!main.py", f"{name}!nope.log") == (
        [(f"{name}!main.py", b"x")],
        [(f"{name}!nope.log", "no such member in the archive", True)],
    )


def test_a_member_of_what_is_no_archive():
    write("a.log")
    write("b.log.gz", gzip.compress(TEXT))
    assert opened("a.log!x", "b.log.gz!x") == (
        [],
        [("a.log!x", "not in an archive", True), ("b.log.gz!x", "not in an archive", True)],
    )


def test_members_may_be_compressed_and_archives_in_archives_stay_shut():
    inner = zipped({"a.log": TEXT})
    write(
        "a.zip",
        zipped(
            {"b.log.gz": gzip.compress(TEXT), "c.txt": inner, "d.txt": tarred({"a": b""}), "e.zip": inner}
        ),
    )
    assert opened("a.zip") == (
        [("a.zip!b.log.gz", TEXT)],
        [
            ("a.zip!c.txt", "a zip archive, not opened", True),
            ("a.zip!d.txt", "a tar archive, not opened", True),
            ("a.zip", "passed over 1 member not named like a log, or no file", False),
        ],
    )


def test_links_and_devices_in_a_tar_are_passed_over():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo(f"{kind.decode()}.log")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    write("a.tar", file.getvalue())
    assert opened("a.tar") == (
        [],
        [("a.tar", "passed over 4 members not named like a log, or no file", False)],
    )


def test_encrypted_and_oddly_packed_members_are_named():
    data = bytearray(zipped({"a.log": TEXT, "b.log": TEXT, "c.log": TEXT}))
    entries = [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"]
    headers = [at for at in range(len(data)) if data[at : at + 4] == b"PK\x03\x04"]
    data[entries[0] + 8] |= 1
    data[entries[1] + 10] = data[headers[1] + 8] = 97
    write("a.zip", bytes(data))
    logs, remarks = opened("a.zip")
    assert logs == [("a.zip!b.log", b""), ("a.zip!c.log", TEXT)]
    assert remarks[0] == ("a.zip!a.log", "encrypted, not read", True)
    assert remarks[1][1].startswith("damaged or packed in a way that is not known")


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.zst"])
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_archive_raises_nothing_and_is_never_silent(name, data):
    whole = ARCHIVES[name]()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.booleans())
    other = b"" if cut else bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    torn = whole[:at] + other
    write(name, torn)
    logs, remarks = opened(name)
    assert len(logs) <= 5
    if cut and name.endswith((".gz", ".zst")) and at > 20:
        assert any(lost for _, _, lost in remarks)


def test_a_tar_that_breaks_off_is_said():
    whole = tarred({"a.log": b"1\n", "b.log": b"2\n" * 5000})
    write("a.tar", whole[:3000])
    logs, remarks = opened("a.tar")
    assert [label for label, _ in logs] == ["a.tar!a.log", "a.tar!b.log"]
    assert ("a.tar", True) in [(label, lost) for label, _, lost in remarks]


def test_garbage_amid_a_tar_does_not_end_it_unsaid():
    whole = bytearray(tarred({"a.log": b"1\n", "b.log": b"2\n"}))
    whole[1024:1100] = b"x" * 76
    write("a.tar", bytes(whole))
    logs, [(label, what, lost)] = opened("a.tar")
    assert ([label for label, _ in logs], label, lost) == (["a.tar!a.log"], "a.tar", True)
    assert what.startswith("damaged tar archive")


@pytest.mark.parametrize("size", [-1, 2**40])
def test_a_tar_header_that_asks_for_memory_or_goes_backward_is_refused(size):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, size
    write("a.tar", tarred({"a.log": b"1\n"})[:1024] + info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 2048)
    logs, remarks = opened("a.tar")
    assert [label for label, _ in logs] == ["a.tar!a.log"]
    assert f"header that asks for {size} bytes" in remarks[0][1]


def test_a_zip_with_a_huge_directory_is_not_opened():
    data = bytearray(zipped({"a.log": TEXT}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = (2**31).to_bytes(4, "little")
    write("a.zip", bytes(data))
    assert opened("a.zip")[1][0][1].startswith("zip archive with a directory of 2147483648 bytes, not opened")


def test_an_archive_of_too_many_members(monkeypatch):
    monkeypatch.setattr("classifier.sources.archives.MEMBERS", 2)
    for name, data in (("a.zip", zipped), ("a.tar", tarred)):
        write(name, data({f"{number}.log": TEXT for number in range(4)}))
        logs, remarks = opened(name)
        assert [label for label, _ in logs] == [f"{name}!0.log", f"{name}!1.log"]
        assert remarks == [(name, "archive of more than 2 members; members after that are missing", True)]


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"\x7fELF\x02\x01\x01" + b"\0" * 9, "binary (ELF), not read"),
        (b"\x89PNG\r\n\x1a\n", "binary (PNG), not read"),
        (b"SQLite format 3\0", "binary (SQLite), not read"),
        (bytes(range(256)) * 8, "binary (control characters), not read"),
        (b"\0\0\0\x02\0\0name\0\0" * 9, "binary (NUL bytes), not read"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 26, "a 7-Zip archive, not opened"),
    ],
)
def test_binary_files_are_named(head, what):
    write("a.log", head)
    assert opened("a.log") == ([], [("a.log", what, True)])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        "Größe: 3 µm, fehlgeschlagen\n".encode("cp1252"),
        "Fehler: größer\r\n".encode("utf-16"),
        "error: nothing\r\n".encode("utf-16-le"),
        b"aBoolean\x00aByte\x00 and a long line of text after it, as Java prints it, and on and on\n" * 9,
        b"\x1b[32mok\x1b[0m\x07 \x08\x08\n",
        "日本語のログ\n".encode("shift_jis"),
        b"Check failed: record1 == record \x06\x06\x06\x02\x06\x06\x13 vs. \x01=\n#0 0x00000300a451\n",
    ],
)
def test_odd_text_is_no_binary(data):
    write("a.log", data)
    assert opened("a.log") == ([("a.log", data)], [])


def test_standard_input(monkeypatch):
    for data in (TEXT, b"", gzip.compress(TEXT), zipped({"a.log": TEXT})):
        reader, writer = os.pipe()
        os.write(writer, data)
        os.close(writer)
        saved = os.dup(0)
        os.dup2(reader, 0)
        try:
            logs, remarks = opened("-", "-")
        finally:
            os.dup2(saved, 0)
            os.close(saved)
            os.close(reader)
        expected = ("-!a.log", TEXT) if data.startswith(b"PK") else ("-", TEXT if data else b"")
        assert (logs, remarks) == ([expected], [])


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_one_log_is_open_at_a_time():
    for number in range(50):
        write(f"logs/{number}.log.gz", gzip.compress(TEXT))
    before = open_files()
    most = 0
    for source in sources.find(["logs"]).sources:
        for _ in sources.open_logs(source):
            most = max(most, open_files() - before)
    assert (most <= 2, open_files()) == (True, before)


def test_a_source_can_be_sent_to_another_process():
    write("a.log")
    [source] = sources.find(["a.log"]).sources
    assert pickle.loads(pickle.dumps(source)) == source


def changed(change):
    """Return what is said of a log that changes after it was opened and before it is read."""
    path = write("a.log", b"one\ntwo\n" * 100)
    [source] = sources.find(["a.log"]).sources
    [log] = [next(logs := sources.open_logs(source))]
    change(path)
    lines = Lines(log.label, log)
    result = len(lines), lines[1], [problem.what for problem in lines.problems], lines.truncated
    assert next(logs, None) is None
    assert [problem.what for problem in lines.problems] == result[2]
    return result


def test_a_log_that_grows_is_read_as_far_as_it_was():
    def grow(path):
        with path.open("ab") as file:
            file.write(b"three\n")

    what = "grew from 800 to 806 bytes while it was read, only the former were read"
    assert changed(grow) == (200, "one", [what], True)


def test_a_log_that_shrinks_is_read_as_far_as_it_is():
    what = "shrank from 800 to 40 bytes while it was read"
    assert changed(lambda path: os.truncate(path, 40)) == (10, "one", [what], True)


def test_a_log_that_is_written_over():
    def write_over(path):
        with path.open("r+b") as file:
            file.write(b"ONE\n")
        os.utime(path, ns=(1, 1))

    assert changed(write_over) == (200, "ONE", ["changed while it was read"], True)


def test_a_log_that_is_replaced_is_read_as_it_was():
    assert changed(lambda path: path.unlink()) == (200, "one", [], False)


def test_an_error_of_the_disk_is_said(monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    write("a.log")
    [source] = sources.find(["a.log"]).sources
    log = next(logs := sources.open_logs(source))
    monkeypatch.setattr(os, "pread", fail)
    assert (log.read_at(0, 10), log.truncated) == (b"", True)
    assert [problem.what for problem in log.problems] == ["not read from byte 0 on: input/output error"]
    assert next(logs, None) is None


def test_a_full_disk_is_said(monkeypatch):
    write("a.log.gz", gzip.compress(TEXT))

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("classifier.sources.opened._write", full)
    what = "unpacked only in part, 0 bytes: no space left on device"
    assert opened("a.log.gz")[1] == [("a.log.gz", what, True)]
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    assert opened("a.log.gz")[1] == [("a.log.gz", "not unpacked: no space left on device", True)]


def test_what_several_folders_hold_beside_logs_is_said_once(tmp_path):
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "run.log").write_text("x\n", "utf-8")
        (folder / "notes.md").write_text("x\n", "utf-8")

    found = sources.find([str(tmp_path / "a"), str(tmp_path / "b")])

    assert [str(remark.problem) for remark in found.remarks] == [
        f"{tmp_path}/a: passed over 2 files not named like a log in 2 folders. Name them to have them read."
    ]


RUN = {
    "0_build (3.12).txt": b"all of it",
    "1_call _ test.txt": b"all of it",
    "build (3.12)/1_Set up job.txt": b"a part",
    "build (3.12)/12_Run tests.txt": b"a part",
    "build (3.12)/system.txt": b"the runner's own",
    "call _ test/1_Set up job.txt": b"a part",
    "lint/1_Run ruff.txt": b"a job without a whole log",
}
READ = ["0_build (3.12).txt", "1_call _ test.txt", "build (3.12)/system.txt", "lint/1_Run ruff.txt"]


def test_each_line_of_a_run_of_github_is_read_once():
    """The zip of a run holds each job whole, and its steps one by one."""
    write("run.zip", zipped(RUN))
    found, remarks = opened("run.zip")

    assert [label for label, _ in found] == [f"run.zip!{name}" for name in READ]
    what = "passed over 3 logs of single steps, which the logs of their jobs hold, too"
    assert remarks == [("run.zip", what, False)]
    assert opened("run.zip!call _ test/1_Set up job.txt") == (
        [("run.zip!call _ test/1_Set up job.txt", b"a part")], [],
    )  # fmt: skip


def test_each_line_of_an_unpacked_run_is_read_once():
    """The same where the zip was unpacked."""
    for name, data in RUN.items():
        write(f"run/{name}", data)
    found = sources.find(["run"])

    assert sorted(one.path for one in found.sources) == [f"run/{name}" for name in READ]
    assert said(found) == [("run", "passed over 3 logs of single steps of whole jobs", False)]
