"""What builds C and C++: configure, compile, link, run the tests, and the tools that drive it."""
