"""Security: text that becomes code, data that becomes objects, protections that are switched off, secrets in code."""

from teaching.review.catalogue.security import defaults, html, injection, loading, secrets, shell

ENTRIES = (
    *secrets.ENTRIES,
    *injection.ENTRIES,
    *shell.ENTRIES,
    *html.ENTRIES,
    *loading.ENTRIES,
    *defaults.ENTRIES,
)
