"""An inventory and a method meet: the matrices A, B, C, and the price of every product."""

from celca.system.build import System, build
from celca.system.price import Intensities, price

__all__ = ["Intensities", "System", "build", "price"]
