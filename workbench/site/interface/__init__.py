"""The interface that units' own systems read with a token: GET and HEAD only, no page, no kernel, no cookie.

It is a handler of the site's own server. What it gives is what the account behind the token would see,
masked, without any accusation (data/interface.md).
"""
