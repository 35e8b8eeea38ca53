"""The editor's desk: pages in the preview that write the files of the project."""
