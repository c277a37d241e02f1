"""Training the local model: the stages of `python -m finetune`. The only package that may import torch."""
