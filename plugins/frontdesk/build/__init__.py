"""What is written when the pages are: pictures, search index, headers, sitemap, and the swap of folders."""
