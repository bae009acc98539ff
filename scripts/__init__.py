"""What the Makefile calls. Only the standard library, and syntax that an old Python can still read."""
