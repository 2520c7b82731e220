"""What rustc, clippy, cargo test and nextest print in blocks."""

from classifier.extract.rust import diagnostics, libtest, nextest

DIALECTS = (nextest.DIALECT, libtest.DIALECT, diagnostics.DIALECT)
"""In order of precedence: the output of a documentation test holds diagnostics."""
