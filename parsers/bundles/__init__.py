"""Files that stand for several: each kind of bundle lays its members out as files of their own."""
