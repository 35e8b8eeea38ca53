"""The addresses of an old blog in; where each text goes, and where old links lead, out."""
