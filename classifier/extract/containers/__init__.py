"""Reader of what BuildKit prints of a build of an image."""
