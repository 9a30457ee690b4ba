"""The text a new article begins with: every part once, to be written over."""

from troubleshooting.models import Topic

SLUG = "name-in-the-address"
"""An article that still has it is not ready to be published."""
_TEXT = """\
---
title: What people see, in their own words
slug: {slug}
codes: []
topic: {topic}
products: []
summary: One or two plain sentences. Say what has gone wrong and that this page ends it.
---

What the problem means, in a few sentences. The causes follow, the likeliest first.

> [!IMPORTANT] How to prevent it
> What to do, so that it does not come back.

# Scenario: The likeliest cause, so that people recognize themselves

How to tell that this is the cause.

## Fix: What ends it

> [!BEFORE]
> What has to be ready before the first step. Leave it out if nothing has.

1. Open **Settings**.
2. Do the next thing.

   > [!NOTE]
   > What people should see now.

## Fallback: What to try when that did not help

1. Do this instead.

# Question: What tells the causes apart?

- [What people answer when it is the first cause](#the-likeliest-cause-so-that-people-recognize-themselves)
- [I'm not sure](#contact)

# Contact

What support will ask for.

- [ ] Name of the bank
- [ ] Since when it happens
"""


def new_text() -> str:
    """Filed under the first topic there is."""
    return _TEXT.format(slug=SLUG, topic=Topic.objects.values_list("slug", flat=True).first() or "topic")
