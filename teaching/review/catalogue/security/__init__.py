"""Security: text that becomes code, data that becomes objects, protections that are switched off."""
