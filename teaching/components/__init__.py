"""The knowledge base of planning: one YAML file per component in `data/`, read by `knowledge.components`.

To add a component, write `data/<id>.yml` with the fields of `model.Component`; the tests check every file.
"""
