"""What `go test` and gotestsum print for people."""

from classifier.extract.golang import gotest

DIALECTS = (gotest.DIALECT,)
"""In order of precedence."""
