"""Says an alert in words."""


def words(minute: int, lost_kg: float) -> str:
    """One line for whoever looks after the hives."""
    return f"{minute // 60:02}:{minute % 60:02} lost {lost_kg} kg, look for a swarm"
