"""What the exported files are called."""

PLAIN = "F16"


def file_name(name: str, kind: str) -> str:
    """Of the GGUF of one kind."""
    return f"{name}-{kind}.gguf"
