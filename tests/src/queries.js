// Queries over what a page shows, by text and accessible name. They use the classes of style/parts.css and no ids.

const shown = (element) => Boolean(element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
const all = (selector, within = document) => [...(within?.querySelectorAll(selector) ?? [])].filter(shown);
const plain = (text) => text.replace(/\s+/g, ' ').trim();
/** The text of an element without small print and screen-reader text. */
const name = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll('small, .vh').forEach((part) => part.remove());
  return plain(copy.textContent);
};

const heading = () => plain(document.querySelector('h1')?.textContent ?? '');
const text = () => document.body.innerText;
const main_text = () => all('.banner, main, .recovery').map((one) => one.innerText).join('\n') || text();
const link = (wanted) => all('a, button, summary, label.button').find((one) => (one.ariaLabel ?? name(one)) === wanted);
const continue_button = () => all('.bar .button:not(.quiet)')[0];

const questions = () => all('.question').map((one) => name(one.querySelector('legend, label')));
/** The instances of repeated groups on the page, by name. */
const cards = () => all('.instance').map((one) => one.ariaLabel);
const card = (wanted) => all('.instance').find((one) => one.ariaLabel === wanted);
/** A question by its text; “项目 2 › …” is a question of one instance. */
const question = (ask) => {
  const [text, instance] = ask.split(' › ').reverse();
  return all('.question', instance ? (card(instance) ?? null) : document).find((one) => name(one.querySelector('legend, label')) === text);
};
const button_on = (wanted, words) => all('button', card(wanted) ?? null).find((one) => name(one) === words);
/** The checkbox “none” of a repeated group. */
const none_of = (group) => all('[role=group] > .choices > .choice').find((one) => name(one.querySelector('span')) === `没有${group}` || name(one.querySelector('span')) === `None: ${group}`);
/** The name of an option; a rank's checkbox bears a date only, and is named by both. */
const option_name = (one) => [one.closest('.rung')?.querySelector('p'), one.querySelector('span')].filter(Boolean).map(name).join(' ');
const option = (ask, wanted) => all('.choice', question(ask) ?? null).find((one) => option_name(one) === wanted);
const options = (ask) => all('.choice', question(ask)).map(option_name);
const chosen = (ask) => all('.choice:has(:checked)', question(ask)).map(option_name);
const field = (ask) => question(ask)?.querySelector('.field input:not([type=checkbox]), input.figure');
const scale = (ask, unit) => [...(question(ask)?.querySelectorAll('select option') ?? [])].find((one) => name(one) === unit);
const search = (ask) => question(ask)?.querySelector('input[type=search]');
const echo = (ask) => plain(question(ask)?.querySelector('.echo')?.textContent ?? '');
const field_errors = (ask) => all('.error', question(ask)).map(name);

/** The list of concerns. What is not ticked there is not asked, so that “not sure” keeps all questions open. */
const concerns = '2023年，下列事项您有哪些？';
/** The first unanswered question of the page (the date has a default), and its answer 0, none or no. */
const unanswered = () => {
  for (const one of all('.question')) {
    const on = one.closest('.instance')?.ariaLabel;
    const ask = (on ? `${on} › ` : '') + name(one.querySelector('legend, label'));
    const input = field(ask);
    if (input ? input.value === '' && !input.placeholder && !input.disabled : !one.querySelector(':checked')) {
      const group = one.closest('[role=group]')?.ariaLabel;
      if (group && none_of(group)) return { ask: group, answer: '没有' };
      if (ask === concerns) return { ask, answer: ['不清楚', 'Not sure'].find((words) => option(ask, words)) };
      return { ask, answer: input ? '0' : ['以上都没有', 'None of them', '否', 'No'].find((words) => option(ask, words)) };
    }
  }
  return null;
};

const groups = () => all('.group h2').map((one) => name(one));
const group = (title) => all('.group').find((one) => name(one.querySelector('h2')) === title);
const measure = (title) => all('details.measure').find((one) => name(one.querySelector('h3')) === title);
const measures_under = (title) => all('details.measure', group(title) ?? null).map((one) => name(one.querySelector('h3')));
const group_of = (title) => name(measure(title).closest('.group').querySelector('h2'));
// A condition in words, or drawn as a gauge; as the printed sentence has it.
const condition = (row) => {
  if (row.matches('.drawn')) {
    const [figure, requirement] = [row.querySelector('.gauge p > span'), row.querySelector('.gauge .source')];
    const [met, unmet] = document.documentElement.lang === 'en' ? ['Met:', 'Unmet:'] : ['符合：', '不符合：'];
    const status = row.querySelector('.met') ? met : unmet;
    return { status, text: `${plain(figure.textContent)}，${plain(requirement.textContent)}` };
  }
  const status = row.querySelector('.vh');
  return { status: plain(status.textContent), text: plain(status.parentNode.textContent) };
};
/** What an expanded measure shows; null while it is collapsed. */
const measure_details = (title) => {
  const card = measure(title);
  if (!card?.querySelector('.findings')) return null;
  return {
    group: group_of(title),
    amount: plain(card.querySelector('summary .amount')?.textContent ?? ''),
    source: plain(card.querySelector('summary .source').textContent),
    conditions: [...card.querySelectorAll('.findings li')].map(condition),
    working: plain(card.querySelector('.working')?.textContent ?? ''),
    quote: plain([...card.querySelectorAll('.quote > p')].map((one) => one.textContent).join('')),
    article: plain(card.querySelector('.quote footer').textContent),
  };
};

/** The questions and answers of the review page. */
const review_answers = () => all('.rows > div').map((one) => [...one.querySelectorAll('dt, dd')].slice(0, 2).map(name));

/** Chinese texts on an English page without `lang=zh`: those with more Chinese than Latin letters. */
const untranslated_texts = () => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const count = (text, kind) => (text.match(kind) ?? []).length;
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    const is_left = count(data, /[\u3001-\u303f\u4e00-\u9fff\uff01-\uffef]/g) > count(data, /[A-Za-z]/g);
    if (is_left && shown(parentElement) && !parentElement.closest('[lang|=zh]')) found.push(plain(data));
  }
  return found;
};

/** Switches the page to its print layout, or back. Not every driver can emulate print media, so this edits the rules. */
const set_print_media = (is_paper) => {
  window.media_on_the_screen ??= new Map();
  const turn = (rules, at) => [...rules].forEach((rule, ix) => {
    if (!(rule instanceof CSSMediaRule)) return;
    const place = `${at}.${ix}`;
    const before = window.media_on_the_screen.get(place) ?? rule.media.mediaText;
    window.media_on_the_screen.set(place, before);
    const on_paper = before.replace(/\bprint\b/g, 'all').replace(/\bscreen\b/g, 'print');
    rule.media.mediaText = is_paper ? on_paper : before;
    turn(rule.cssRules, place);
  });
  [...document.styleSheets].forEach((sheet, ix) => turn(sheet.cssRules, ix));
};
/** The text of the page in print layout. */
const printed = () => {
  set_print_media(true);
  const result = text();
  set_print_media(false);
  return result;
};
/** Whether the page shows that a part of it is loading. */
const is_loading = () => ['正在打开…', 'Opening …'].some((words) => main_text().includes(words));

const notices = () => all('.banner p').map((one) => plain(one.textContent));
/** The element with the focus: its text, and its question. */
const focused = () => {
  const element = document.activeElement;
  const ask = element?.closest('.question')?.querySelector('legend, label');
  return [name(element?.closest('label') ?? element), ask ? name(ask) : null];
};

/** The elements that overflow a window of this width. Measured one by one: overflow that a container clips does not make
    the page wider. */
const overflow = (window_width) => {
  const page = document.documentElement;
  const width = Math.min(window_width, page.clientWidth);
  const scrolls = (one) => one !== document.body && one !== page && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
  const words = document.createRange();
  const end = (text) => {
    words.selectNode(text);
    return words.getBoundingClientRect().right;
  };
  const texts = (one) => [...one.childNodes].filter((part) => part.nodeType === Node.TEXT_NODE);
  const right = (one) => Math.max(one.getBoundingClientRect().right, ...texts(one).map(end));
  const out = all('*', document.body).filter((one) => right(one) > width + 0.5 && !scrolls(one));
  const described = out.map((one) => `<${one.localName} class="${one.getAttribute('class') ?? ''}"> ${plain(one.textContent).slice(0, 40)}`);
  return page.scrollWidth > width ? ['the page', ...described.slice(-4)] : described.slice(-4);
};
