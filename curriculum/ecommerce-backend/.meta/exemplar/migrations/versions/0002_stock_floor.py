"""Stock never falls below zero, whoever writes it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NAME = "stock_not_negative"


def upgrade() -> None:
    """Mends the rows that would break the constraint, then adds it."""
    products = sa.table("products", sa.column("stock", sa.Integer))
    op.execute(sa.update(products).where(products.c.stock < 0).values(stock=0))
    op.create_check_constraint(NAME, "products", "stock >= 0")


def downgrade() -> None:
    """Takes the constraint away; what the stock was before is not known any more."""
    op.drop_constraint(NAME, "products", type_="check")
