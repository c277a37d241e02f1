"""Curriculum projects: what a student gets, how it is proven both ways, how it is begun and how a class is graded."""
