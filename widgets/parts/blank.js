// Draws nothing: carries the style.

export default { render({ el }) { el.hidden = true; } };
