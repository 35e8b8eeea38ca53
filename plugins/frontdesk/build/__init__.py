"""What is made beside the pages and after them: images, search index, host files, sitemap, audit."""
