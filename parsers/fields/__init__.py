"""One module a field family; each proposes candidates out of its zones and knows no other family."""
