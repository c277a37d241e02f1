"""The errors a caller can do something about: each message is the next move."""


class TeachingError(Exception):
    """What a better call, an installation or a decision would fix; its text is meant for the reader.

    Attributes:
        exit_code: what the `teach` command ends with when this error reaches it.
    """

    exit_code = 2


class BadInputError(TeachingError):
    """The call names something that does not exist or is not allowed; the message says what to pass."""

    exit_code = 2


class RefusedError(TeachingError):
    """The call was understood and refused; the message says what would have to be true first."""

    exit_code = 1


class MissingPartError(TeachingError):
    """A program or an extra that this needs is not installed; the message says how to get it."""

    exit_code = 3
