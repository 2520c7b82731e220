"""Readers of what the test runners of .NET print."""
