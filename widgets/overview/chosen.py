"""Which figures of the catalogue the overview shows, and where."""

YEAR_FIGURES = ("received", "accepted_on_time", "concluded_on_time", "satisfied")
# What a month is compared by: figures that do not ripen, so that both months are told alike.
MONTH_FIGURES = (
    "received",
    "person_times",
    "visits",
    "online_share",
    "repeat_share",
    "forwarded_on_time",
    "accepted_on_time",
    "concluded_on_time",
    "reported_back_on_time",
)
# Whether people came back is never shown alone: a closed door looks like a closure that holds.
AFTER_CLOSING = (
    "closure_held",
    "settled_at_first",
    "returned_after_first",
    "concluded_on_time",
    "rated",
    "satisfied",
    "rated_after_answer",
    "online_share",
)
