"""The audit of a finished site. It reads the files by itself, whatever the build knows of them."""
