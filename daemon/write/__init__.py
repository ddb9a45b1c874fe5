"""The words: a writer for each section, and the check after it."""
