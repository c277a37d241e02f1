"""What starts before anything is imported or installed: standard library only, and Python 3.9 is enough.

`front` answers a client while the real server still comes up, `__main__` finds or makes the environment in which it
runs, and `manifest.json` holds what the real server says of itself (written by docs/generate.py, held by a test).
"""
