"""Code that every package uses. Imports no other package of ours."""
