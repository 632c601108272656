"""The eval: extraction measured against annotated articles."""
