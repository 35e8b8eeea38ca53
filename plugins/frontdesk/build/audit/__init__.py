"""A finished site in, all that is wrong with it out. Reads the files by itself, whatever the build knows."""
