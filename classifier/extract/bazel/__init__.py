"""Reader of what Bazel prints of builds and tests."""
