"""What was proved: signed records in `.teaching/evidence`, and the audit that holds the roadmap's ticks against them.

Tamper-evident, and no proof: whoever owns the machine owns the key, and can sign what never ran.
"""
