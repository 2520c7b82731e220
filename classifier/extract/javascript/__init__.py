"""Test runners of JavaScript and TypeScript, whose failures are told in blocks."""

from classifier.extract.javascript import ava, jasmine, jest, mocha, nodetest, playwright, vitest

DIALECTS = (
    jest.DIALECT,
    vitest.DIALECT,
    playwright.DIALECT,
    mocha.DIALECT,
    jasmine.DIALECT,
    nodetest.DIALECT,
    ava.DIALECT,
)
"""In order of precedence."""
