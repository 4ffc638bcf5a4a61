// How the boxes of a page lie: what lies on something else, and what its own box cuts off. Measured, because neither makes
// a page wider. Uses what `look.js` has at hand.

/** What floats over a page on purpose, and what only screen readers have. */
const floats = (one) => {
  for (let at = one; at && at !== document.body; at = at.parentElement) {
    if (['fixed', 'sticky', 'absolute'].includes(getComputedStyle(at).position)) return at;
  }
  return null;
};
const said_of = (one) => `<${one.localName} class="${one.getAttribute('class') ?? ''}"> ${plain(one.textContent).slice(0, 30)}`;

/** Everything that takes up room by itself: each line of a text, each control, each drawing. */
const pieces_of_the_page = () => {
  const pieces = [];
  const lines = document.createRange();
  const add = (one, boxes) => {
    const over = floats(one);
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

/** What lies on something else. A line of text may reach into the empty room of the next: letters are lower than lines. */
const overlaps = () => {
  const pieces = pieces_of_the_page();
  const found = [];
  pieces.forEach((a, at) => {
    for (let next = at + 1; next < pieces.length && pieces[next].box.top < a.box.bottom; next += 1) {
      const b = pieces[next];
      if (a.over !== b.over || a.one.contains(b.one) || b.one.contains(a.one)) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
      if (wide > 1 && high > 0.4 * Math.min(a.box.height, b.box.height)) found.push(`${said_of(a.one)} / ${said_of(b.one)}`);
    }
  });
  return found.slice(0, 4);
};

/** What its own box cuts off: words in a box that neither grows nor scrolls, and the words of a button or a choice that do
    not fit. */
const cut_off = () => {
  const hides = (one) => {
    const style = getComputedStyle(one);
    return [style.overflowX, style.overflowY].some((how) => how === 'hidden' || how === 'clip');
  };
  const short = (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  const out = all('*', document.body).filter((one) => !one.closest('.vh, .skip, svg') && !one.matches('input, select'));
  return out.filter((one) => short(one) && (hides(one) || one.matches('button, .button, .choice'))).map(said_of).slice(0, 4);
};
