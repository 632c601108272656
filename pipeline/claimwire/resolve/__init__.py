"""Who is meant: by a source, a pronoun or a description."""
