"""Security: text that becomes code, data that becomes objects, protections that are switched off."""

from teaching.review.catalogue import (
    security_defaults,
    security_html,
    security_injection,
    security_loading,
    security_shell,
)

ENTRIES = (
    *security_injection.ENTRIES,
    *security_shell.ENTRIES,
    *security_html.ENTRIES,
    *security_loading.ENTRIES,
    *security_defaults.ENTRIES,
)
