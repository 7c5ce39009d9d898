"""The case review in Streamlit, as its tutorials write such a page."""

from __future__ import annotations

import streamlit as st
from facts import COLUMNS, ROWS, bars, load, narrow, tiles, units

st.set_page_config(page_title="案件审查", layout="wide")
frame = st.cache_resource(load)()
st.title("案件审查")
left, right = st.columns(2)
unit = left.selectbox("责任单位", units(frame))
late_only = right.checkbox("只看超期")
found = narrow(frame, unit, late_only)
for column, (name, value) in zip(st.columns(4), tiles(found).items(), strict=True):
    column.metric(name, f"{value:,}")
st.bar_chart(bars(found))
st.dataframe(found[COLUMNS].head(ROWS), hide_index=True)
