"""Where the reader was: kept while reading, there again after a crash or at the next start."""
