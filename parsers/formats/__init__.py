"""One module a format; each turns a :class:`~pipeline.model.Source` into a :class:`~pipeline.model.Layout`."""
