"""The local model, in a process of its own: what runs it may crash, hang or be killed without taking a server along."""
