"""Makes examples of how to teach, each of them checked by running what it speaks of: `table.py` lists the kinds.

No model writes them: they come out of the curriculum, the templates and the assistant's own tools, so the same sources
and seed give the same bytes. To add a kind, write a source in a file of its own and a row in `table.py`.
"""
