"""Reading cmake: errors with their call stacks, lists without a margin, and what only follows from them."""

from pathlib import Path

import pytest
from extracting import brief, findings, findings_of_every_line, text_of

from classifier.extract.build.cmake import DIALECT
from classifier.search import Searcher

FIXTURES = Path(__file__).parent.parent / "fixtures"

MISSING = """\
-- Detecting C compile features - done
CMake Warning at packages.cmake:2 (message):
  error reporting is off


CMake Error at packages.cmake:3 (find_package):
  Could not find a package configuration file provided by "NoSuchPackage"
  with any of the following names:

    NoSuchPackageConfig.cmake

  Add the installation prefix of "NoSuchPackage" to CMAKE_PREFIX_PATH.
Call Stack (most recent call first):
  CMakeLists.txt:4 (need_packages)


-- Configuring incomplete, errors occurred!
See also "/build/CMakeFiles/CMakeOutput.log".
"""
NOT_FOUND = "The following variables are set to NOTFOUND.\nPlease set them:\n/src/FOO"


def test_an_error_at_a_place():
    """Wrapped lines are joined in the headline, the call stack is kept apart, warnings are no failures."""
    found = findings(DIALECT, MISSING)

    headline = (
        'CMake Error: Could not find a package configuration file provided by "NoSuchPackage" '
        "with any of the following names: NoSuchPackageConfig.cmake"
    )
    assert brief(found) == [
        (6, 6, 12, "config", "cause", "packages.cmake", headline),
        (17, 17, 17, "config", "wrapper", None, "Configuring incomplete, errors occurred!"),
    ]
    assert found.owned == ((6, 14), (17, 18))
    assert text_of(found.failures[0], "frames").endswith("  CMakeLists.txt:4 (need_packages)")


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ('  The C compiler\n\n    "/usr/bin/cc"\n\n  is not able to compile.\n\n  It fails:\n',
         'The C compiler "/usr/bin/cc" is not able to compile.'),
        ("  include could not find requested file:\n\n    NoSuchModule\n",
         "include could not find requested file: NoSuchModule"),
        ("  Parse error.  Function missing.\n\n  Second paragraph.\n", "Parse error. Function missing."),
    ],
)  # fmt: skip
def test_a_sentence_may_span_paragraphs(body, headline):
    """Names stand on lines of their own."""
    (failure,) = findings(DIALECT, f"CMake Error at CMakeLists.txt:2 (project):\n{body}").failures

    assert failure.headline == f"CMake Error: {headline}"


def test_the_dump_of_a_trial_belongs_to_the_error():
    """Its compiler errors are nobody else's: the whole message is owned."""
    text = """\
CMake Error at Modules/CMakeTestCCompiler.cmake:70 (message):
  The C compiler is not able to compile a simple test program.

    Change Dir: /build/CMakeFiles/CMakeTmp



    testCCompiler.c:1:1: error: expected expression
    ninja: build stopped: subcommand failed.

Call Stack (most recent call first):
  CMakeLists.txt:2 (project)
-- Configuring incomplete, errors occurred!
"""
    assert findings(DIALECT, text).owned[0] == (1, 12)


@pytest.mark.parametrize(
    ("text", "role", "last"),
    [
        ("CMake Error: CMAKE_C_COMPILER not set, after EnableLanguage", "symptom", 1),
        ('CMake Error: The source directory "/x" does not exist.\nSpecify --help for usage.', "cause", 1),
        ("CMake Error: Could not create named generator X\n\nGenerators\n  Ninja  = Files.", "cause", 1),
        (f"CMake Error: {NOT_FOUND}\n   used as include directory\n\n-- Generating done", "cause", 4),
        ("CMake Error at x-build.cmake:37 (message):\n  Command failed: 2\n\n   'make'\n", "wrapper", 4),
        ("CMake Error at run.cmake:3 (message):\n  functional tests failed with error: 1\n", "wrapper", 2),
        ("CMake Error (dev) at CMakeLists.txt:3 (x):\n  Policy is not set.\n", "cause", 2),
        ("CPack Error: Problem running install command: make", "cause", 1),
    ],
)  # fmt: skip
def test_role_and_extent(text, role, last):
    """What follows from another error, or tells of a command that failed, is no cause."""
    (failure,) = findings(DIALECT, text).failures

    assert (failure.role, failure.last_line) == (role, last)


@pytest.mark.parametrize(
    "text",
    [
        "CMake Warning (dev) at CMakeLists.txt:4 (message):\n  CMake Error is only quoted here\n",
        "-- Performing Test HAS_ERROR - Failed",
        "CMake Deprecation Warning at CMakeLists.txt:1 (cmake_minimum_required):\n  old\n",
        'message("CMake Error: x")',
    ],
)  # fmt: skip
def test_what_is_no_failure(text):
    """Warnings, probes and sources."""
    assert findings(DIALECT, text).failures == ()


def test_anchors_are_found_fast():
    """Each anchor has a literal."""
    assert Searcher(DIALECT.anchors).weak == ()


@pytest.mark.parametrize("case", sorted(path.parent.name for path in FIXTURES.glob("cmake-*/log")))
def test_anchors_only_save_time(case):
    """With every line a hit, the failures are the same."""
    text = (FIXTURES / case / "log").read_text("utf-8", "replace")

    assert findings_of_every_line(DIALECT, text).failures == findings(DIALECT, text).failures


def test_an_error_that_names_no_package_is_told_by_what_pkg_config_said_above():
    """FindPkgConfig ends with `A required package was not found`; which one stands in the line above."""
    found = findings(
        DIALECT,
        "-- Checking for module 'libgone>=2.1'\n"
        "--   Package 'libgone', required by 'virtual:world', not found\n"
        "CMake Error at FindPkgConfig.cmake:607 (message):\n"
        "  A required package was not found\n",
    )

    headline = "CMake Error: Package 'libgone', required by 'virtual:world', not found"
    assert [(one.line, one.first_line, one.last_line, one.headline) for one in found.failures] == [
        (2, 2, 4, headline)
    ]
