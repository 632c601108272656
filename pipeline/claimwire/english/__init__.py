"""English: what every part of the pipeline has to know of the language, once."""
