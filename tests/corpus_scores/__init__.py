"""What the connectors make of the corpus, beside what others expect of it: `python -m tests.corpus_scores`."""
