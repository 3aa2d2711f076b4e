"""The page where analysts ask: a question, its table and its plot, a mistake in words, what is kept and taken along."""

from itertools import pairwise

from tests.browser.test_pages import is_in_order

HERE = "/backoffice/insight"
SOLD = (
    "SELECT sku, sum(on_hand_change) AS pieces, count(*) AS moves FROM stock_movements"
    "\nGROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3"
)
PROSE = "SELECT n, n * n AS square, md5(n::text) AS code, repeat('word ', 30) AS prose FROM generate_series(1, 60) AS n"
WRONG = "SELECT number,\n  not_there + 1\nFROM orders"


def asks(visitor, question):
    visitor.page.fill("#statement", question)
    visitor.page.press("#statement", "Control+Enter")
    visitor.page.wait_for_function(
        "question => document.querySelector('#statement')?.defaultValue === question", arg=question
    )


def test_a_question_is_asked_drawn_kept_found_and_taken_along(staff):
    page = staff.page
    staff.open(HERE)
    assert page.evaluate("document.activeElement.id") == "statement", "one may begin to type"
    is_in_order(staff)
    asks(staff, SOLD)
    assert page.inner_text("#answer") == "3 rows"
    assert "HARBOUR-MUG" in page.inner_text(".ask-answer")
    page.select_option("#plot-plot", "bar")
    page.select_option("#plot-y", "moves")
    page.click("text=Draw")
    page.wait_for_selector(".ask-plot")
    assert page.locator(".bar-mark").count() == 3
    assert page.inner_text(".ask-plot figcaption") == "moves by sku"
    assert page.input_value("#plot-y") == "moves"
    places = page.locator(".ask-plot .tick.middle").evaluate_all("all => all.map((one) => one.getBoundingClientRect())")
    assert all(one["right"] < next["left"] for one, next in pairwise(places)), "no name lies on another"
    is_in_order(staff)
    page.fill("#f-name", "What moved most")
    page.click("text=Save >> nth=-1")
    page.wait_for_selector(".notice-good")
    page.click(".ask-list a:has-text('What moved most')")
    page.wait_for_load_state()
    assert page.input_value("#statement") == SOLD
    is_in_order(staff)
    for button, name in (("CSV", "answer.csv"), ("JSON Lines", "answer.jsonl"), ("Parquet", "answer.parquet")):
        with page.expect_download() as download:
            page.click(f".ask-files button:has-text('{button}')")
        assert download.value.suggested_filename == name
    page.click("summary:has-text('Drop')")
    page.click("button:has-text('Drop it')")
    page.wait_for_selector("text=The question is not kept any more")
    is_in_order(staff)


def test_a_mistake_is_said_below_the_question_and_marked_in_it(staff):
    page = staff.page
    staff.open(HERE)
    asks(staff, WRONG)
    trouble = page.inner_text(".ask-trouble")
    assert 'Column "not_there" does not exist.' in trouble
    assert "Line 2, column 3" in trouble
    assert page.inner_text(".ask-place mark") == "not_there"
    assert page.input_value("#statement") == WRONG, "nothing of it is lost"
    assert page.get_attribute("#statement", "aria-describedby") == "trouble"
    is_in_order(staff)


def test_the_choices_below_an_answer_say_what_is_drawn(staff):
    page = staff.page
    staff.open(HERE)
    asks(staff, SOLD)
    page.select_option("#plot-plot", "line")
    page.click("text=Draw")
    page.wait_for_selector(".ask-plot")
    asks(staff, PROSE)
    drawn = f"{page.input_value('#plot-y')} by {page.input_value('#plot-x')}"
    assert page.inner_text(".ask-plot figcaption") == drawn == "square by n"
    is_in_order(staff)


def test_text_keeps_a_width_one_can_read_on_a_phone(visit, staff_cookies):
    staff = visit(known_as=staff_cookies, width=390)
    staff.open(HERE)
    asks(staff, PROSE)
    heights = staff.page.locator(".ask-answer tr").evaluate_all("all => all.map((one) => one.offsetHeight)")
    assert max(heights) < 200
    is_in_order(staff)


def test_the_page_works_without_script(visit, staff_cookies):
    staff = visit(known_as=staff_cookies, script=False)
    staff.open(f"{HERE}?example=declines")
    staff.page.click("[data-ask]")
    staff.page.wait_for_selector("#answer")
