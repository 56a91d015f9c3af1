"""Dated facts as data files, and their loaders. Every row carries its validity and its source."""
