"""Ten feeds in, one markdown page a day out."""

__version__ = "0.1.0"
