"""Says an alert in words."""


def words(minute: int, lost_kg: float) -> str:
    return f"{minute // 60:02}:{minute % 60:02} lost {lost_kg} kg, look for a swarm"
