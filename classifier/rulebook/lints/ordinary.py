"""Lines that all kinds of programs print: a rule that matches several of them says nothing of its own."""

FAILING = (
    "error: could not compile the request",
    "Error: Invalid argument given to the scheduler",
    "fatal error: unexpected end of input",
    "ValueError: unexpected value in column 'price'",
    "FAILED: step 4 of 9",
    "1 error generated.",
    'Exception in thread "main" java.lang.IllegalStateException: not ready',
    "The command failed with exit status 7",
    "assertion failed: expected 4, got 5",
    "TypeError: cannot read the property of an object",
    "user 'guest' not found",
    "fatal: invalid reference: topic",
    "System.InvalidOperationException: Sequence contains no elements",
    "warning: unused variable: it failed to be read",
    "upload failed: server returned an unexpected answer",
    "cannot open the device: permission was not given",
    "unable to resolve the name of the host",
    "unable to write the table: the lock is held",
    "unable to parse the answer of the service",
    "fatal: cannot lock the index",
    "key not found in the table of contents",
    "template not found: mail.txt",
    "warning: 3 links are invalid",
    "warning: the cache is cold",
    "Uncaught Exception: the queue was closed",
    "missing operand after 'size'",
    "missing value for the option 'depth'",
    "a closing bracket is missing",
)
"""What programs say that have nothing to do with each other, when they fail."""

PASSING = (
    "0 errors, 0 warnings",
    "[  3%] Building CXX object src/CMakeFiles/core.dir/error_handler.cpp.o",
    "tests/test_errors.py::test_failed_login PASSED",
    "Downloading exceptiongroup-1.2.2-py3-none-any.whl (16 kB)",
    "Successfully installed the package and its 12 dependencies",
    "[INFO] Tests run: 14, Failures: 0, Errors: 0, Skipped: 0",
    "ok      example.org/app/retry   0.021s",
    "Finished in 3.2 s, no failure",
    "Run actions/checkout@v4",
    "2 files changed, 10 insertions(+), 3 deletions(-)",
)
"""What they say when all is well."""
