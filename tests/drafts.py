"""A plan as a model drafts it, which is accepted as it stands."""

DRAFT = """\
# Roadmap: Shop

## Phase 1: Basket
- [ ] Sum of a basket <!-- id: sum -->
  - Acceptance: the sum of no items is 0
  - files: src/basket.py, tests/test_basket.py
  - verify: python -m pytest tests/test_basket.py

## Non-goals
- Payment

## Questions
- Which currency? Default: EUR
"""
