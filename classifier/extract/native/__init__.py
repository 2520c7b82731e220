"""Tests of native code: GoogleTest, Catch2 and doctest, and the runners of LLVM."""
