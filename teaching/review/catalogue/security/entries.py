"""Security: text that becomes code, data that becomes objects, protections that are switched off, secrets in code."""

from teaching.review.catalogue.security import (
    addresses,
    cookies,
    defaults,
    html,
    injection,
    loading,
    logs,
    randomness,
    secrets,
    shell,
    storage,
)

ENTRIES = (
    *secrets.ENTRIES,
    *injection.ENTRIES,
    *shell.ENTRIES,
    *html.ENTRIES,
    *loading.ENTRIES,
    *defaults.ENTRIES,
    *logs.ENTRIES,
    *storage.ENTRIES,
    *randomness.ENTRIES,
    *addresses.ENTRIES,
    *cookies.ENTRIES,
)
