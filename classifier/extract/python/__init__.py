"""Python outside of pytest: its tracebacks, its deaths, and the test runners in the tradition of unittest."""
