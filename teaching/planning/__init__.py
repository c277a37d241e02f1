"""Plans a project without a model, and judges plans that a model drafted.

`planner.plan` makes one, `project.describe` reads the repository that it is for, `requirements.read_source` the wishes;
`judge.judge` judges a draft, `render.markdown` and `render.roadmap` spell a plan.
"""
