"""The parts of a page that a process renders once."""

from django.template import Context, Template


def test_what_stands_between_once_and_endonce_is_rendered_by_the_first_request_alone():
    template = Template("{% load once %}{% once %}{{ word }}{% endonce %} {{ word }}")
    assert [template.render(Context({"word": word})) for word in ("first", "second")] == ["first first", "first second"]
