// Walks one generated applicant from the first step to the review of the answers, and measures every step on the way.
async (seed, applicant) => {
  const MAX_SCREENS = 80;
  let state = seed >>> 0;
  const random = (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const until = async (what, condition) => {
    const end = performance.now() + 10000;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`${what}: ${location.hash}, ${main_text()}`);
      await pause(4);
    }
  };
  const is_ready = () => !is_loading() && document.querySelector('main.step h1') !== null;
  const step_height = () => document.querySelector('main').getBoundingClientRect().height;
  const some = (elements, most) => {
    const chosen = new Set();
    for (let count = 1 + random(Math.min(most, elements.length)); count > 0; count -= 1) chosen.add(elements[random(elements.length)]);
    return [...chosen].filter(Boolean);
  };
  const type = (input, text) => {
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.blur();
  };
  const answer_list = async (one) => {
    for (const tile of some(all('.tile', one), 6)) if (tile.ariaExpanded === 'false') tile.click();
    for (const family of some(all('details.family', one), 2)) family.open = true;
    await pause(8);
    const boxes = all('.choice input[type=checkbox]', one).filter((box) => !box.closest('.two'));
    const most = one.querySelector('.tile') ? 8 : 3;
    const wanted = boxes.length > 0 && random(8) > 0 ? some(boxes, most) : [all('.two input', one)[0]];
    // A box may go because of the one before.
    for (const box of wanted) if (box?.isConnected && !box.checked) { box.click(); await pause(1); }
  };
  const answer = async (one) => {
    if (one.querySelector('.choice :checked')) return;
    const input = one.querySelector('.field input.figure');
    const radios = all('.choice input[type=radio]', one);
    if (input) type(input, ['0', '3', '45', '120', '900', '5000', '100000', '12%'][random(8)]);
    else if (radios.length > 0) radios[random(10) === 0 ? radios.length - 1 : random(radios.length - 1)].click();
    else if (one.querySelector('.choice input[type=checkbox]')) await answer_list(one);
  };

  const found = { screens: 0, tallest: 0, tallest_at: '', ladder: 0, most_options: 0, most_options_at: '' };
  location.hash = '#/';
  await until('the start page', () => document.querySelector('main.home h1') !== null && !is_loading());
  link('重新开始')?.click();
  location.hash = '#/topic/identity/applicant_type';
  await until('the first step', () => is_ready() && heading() === '您以什么身份申报？');
  all('main .choice input')[applicant].click();
  while (location.hash !== '#/check') {
    await until('a step', is_ready);
    found.screens += 1;
    if (found.screens > MAX_SCREENS) throw new Error(`the steps do not end: ${location.hash}`);
    const measure = () => {
      const height = step_height();
      const is_ladder = location.hash.includes('recognitions');
      if (is_ladder) found.ladder = Math.max(found.ladder, height);
      else if (height > found.tallest) [found.tallest, found.tallest_at] = [height, location.hash];
    };
    measure();
    const options = all('main .choice').length;
    if (options > found.most_options) [found.most_options, found.most_options_at] = [options, location.hash];
    for (const one of all('main .question')) await answer(one);
    await pause(8);
    // What is typed may unfold more; what was opened does not count.
    if (!document.querySelector('main :is(details[open], [aria-expanded=true])')) measure();
    const before = location.hash;
    for (let press = 0; location.hash === before && press < 6; press += 1) {
      (document.querySelector('.proposal .button') ?? [...document.querySelectorAll('.halt button')].at(-1) ?? continue_button()).click();
      await pause(4);
    }
    await until('the next step', () => location.hash !== before);
  }
  return found;
}
