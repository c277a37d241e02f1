"""The tables. Money is whole cents, times carry their zone, and what must never be is a constraint."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Identity, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.database import Base

Moment = DateTime(timezone=True)


class Role(StrEnum):
    """What somebody may do; each may do what those before it may."""

    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


class OrderState(StrEnum):
    """How far an order is."""

    PLACED = "placed"
    PAYING = "paying"
    PAID = "paid"


class PaymentState(StrEnum):
    """What is known of a payment."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    PAID = "paid"
    DECLINED = "declined"


class User(Base):
    """Somebody with an account."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(String(20))


class RefreshToken(Base):
    """One refresh token; all that came of one log-in are a family. Only its digest is kept."""

    __tablename__ = "refresh_tokens"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    family: Mapped[UUID] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Product(Base):
    """Something for sale."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price_cents > 0", name="price_positive"),
        Index("ix_products_created_at_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    price_cents: Mapped[int]
    stock: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)


class CartLine(Base):
    """How many of a product somebody wants to buy."""

    __tablename__ = "cart_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    quantity: Mapped[int]


class Order(Base):
    """What somebody bought."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[OrderState] = mapped_column(String(20))
    total_cents: Mapped[int]
    placed_at: Mapped[datetime] = mapped_column(Moment)
    lines: Mapped[list["OrderLine"]] = relationship(lazy="selectin", order_by="OrderLine.product_id")


class OrderLine(Base):
    """One product of an order, at the price of that moment."""

    __tablename__ = "order_lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    quantity: Mapped[int]
    price_cents: Mapped[int]


class Payment(Base):
    """One attempt to pay; the caller's key makes it one, however often the request comes."""

    __tablename__ = "payments"
    __table_args__ = (UniqueConstraint("user_id", "key", name="payments_user_key"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    key: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[PaymentState] = mapped_column(String(20))
    charge_id: Mapped[str] = mapped_column(String(60), server_default="")
