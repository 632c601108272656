"""Labels of Universal Dependencies and of the Penn Treebank, in the order of the network's logits."""

from __future__ import annotations

TAGS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
"""Parts of speech of Universal Dependencies."""

FORMS = (
    *("``", "''", ",", ".", ":", "$", "-LRB-", "-RRB-", "HYPH", "NFP", "SYM", "LS", "ADD", "AFX", "GW", "FW"),
    *("CC", "CD", "DT", "EX", "IN", "MD", "PDT", "POS", "RP", "TO", "UH"),
    *("JJ", "JJR", "JJS", "RB", "RBR", "RBS", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$"),
    *("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB"),
)
"""Tags of the Penn Treebank, which tell number, tense and degree."""

RELATIONS = (
    *("root", "nsubj", "nsubj:pass", "csubj", "csubj:pass", "obj", "iobj", "ccomp", "xcomp", "expl"),
    *("obl", "obl:agent", "obl:unmarked", "advcl", "advmod", "aux", "aux:pass", "cop", "mark"),
    *("nmod", "nmod:poss", "nmod:unmarked", "nmod:desc", "appos", "nummod", "acl", "acl:relcl", "amod"),
    *("det", "case", "compound", "compound:prt", "flat", "fixed", "conj", "cc", "parataxis", "list"),
    *("discourse", "vocative", "dislocated", "orphan", "goeswith", "reparandum", "dep", "punct"),
)
"""Relations of Universal Dependencies; rarer subtypes are read as their type."""


def relation_of(name: str) -> str:
    """Return the relation that a treebank's relation is read as.

    >>> relation_of("nsubj:outer")
    'nsubj'
    """
    return name if name in RELATIONS else name.partition(":")[0]
