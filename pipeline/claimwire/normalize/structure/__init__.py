"""Structure: what each paragraph of a body is and who speaks it, by a page's markup and lines' shapes."""

from claimwire.normalize.structure.find import find_structure
from claimwire.normalize.structure.markup import Mark

__all__ = ["Mark", "find_structure"]
