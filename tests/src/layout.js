// Layout checks: overlapping and clipped elements, neither of which makes a page wider. Uses `queries.js`.

/** The positioned element that contains this one: a layer above the page, or screen-reader text. */
const layer_of = (one) => {
  for (let at = one; at && at !== document.body; at = at.parentElement) {
    if (['fixed', 'sticky', 'absolute'].includes(getComputedStyle(at).position)) return at;
  }
  return null;
};
const describe_element = (one) => `<${one.localName} class="${one.getAttribute('class') ?? ''}"> ${plain(one.textContent).slice(0, 30)}`;

/** The boxes of the page: each line of a text, each control, each drawing. */
const page_boxes = () => {
  const pieces = [];
  const lines = document.createRange();
  const add = (one, boxes) => {
    const over = layer_of(one);
    for (const box of boxes) {
      if (box.width > 1 && box.height > 1) pieces.push({ one, over, box });
    }
  };
  for (const one of all('*', document.body)) {
    if (one.closest('.vh, .skip, option')) continue;
    if (one.matches('button, input, select, .button, .choice, svg, img') && !one.matches('svg *')) add(one, [one.getBoundingClientRect()]);
    for (const part of one.childNodes) {
      if (part.nodeType === Node.TEXT_NODE && part.data.trim() !== '' && !one.closest('svg')) {
        lines.selectNodeContents(part);
        add(one, lines.getClientRects());
      }
    }
  }
  return pieces.sort((a, b) => a.box.top - b.box.top);
};

/** Overlapping boxes. Lines of text may overlap a little: letters are lower than lines. */
const overlaps = () => {
  const pieces = page_boxes();
  const found = [];
  pieces.forEach((a, at) => {
    for (let next = at + 1; next < pieces.length && pieces[next].box.top < a.box.bottom; next += 1) {
      const b = pieces[next];
      if (a.over !== b.over || a.one.contains(b.one) || b.one.contains(a.one)) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
      if (wide > 1 && high > 0.4 * Math.min(a.box.height, b.box.height)) found.push(`${describe_element(a.one)} / ${describe_element(b.one)}`);
    }
  });
  return found.slice(0, 4);
};

/** Clipped elements: text in a box that neither grows nor scrolls, and text that does not fit its button or option. */
const clipped = () => {
  const hides = (one) => {
    const style = getComputedStyle(one);
    return [style.overflowX, style.overflowY].some((how) => how === 'hidden' || how === 'clip');
  };
  const short = (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  const out = all('*', document.body).filter((one) => !one.closest('.vh, .skip, svg') && !one.matches('input, select'));
  return out.filter((one) => short(one) && (hides(one) || one.matches('button:not(.term), .button, .choice'))).map(describe_element).slice(0, 4);
};
