"""A finished site in, all that is wrong with it out. Whatever the build knows, it reads files itself."""
