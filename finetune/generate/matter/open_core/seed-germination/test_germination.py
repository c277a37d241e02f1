from germination import Dish, rate


def test_one_dish_has_its_own_share():
    assert rate([Dish(sown=40, sprouted=30)]) == 0.75


def test_a_small_dish_does_not_weigh_as_much_as_a_large_one():
    assert rate([Dish(2, 1), Dish(98, 0)]) == 0.01


def test_a_batch_without_seeds_has_no_rate():
    assert rate([]) is None
