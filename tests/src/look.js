// How a person finds things on the pages: by what can be read there. Every function looks at what is shown, and knows
// the classes of style/parts.css and no ids.

const shown = (element) => Boolean(element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
const all = (selector, within = document) => [...(within?.querySelectorAll(selector) ?? [])].filter(shown);
const plain = (text) => text.replace(/\s+/g, ' ').trim();
/** What stands in an element, without its small print and what only screen readers say. */
const name = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll('small, .vh').forEach((part) => part.remove());
  return plain(copy.textContent);
};

const heading = () => plain(document.querySelector('h1')?.textContent ?? '');
const text = () => document.body.innerText;
const main_text = () => all('.banner, main, .recovery').map((one) => one.innerText).join('\n') || text();
const link = (wanted) => all('a, button, summary, label.button').find((one) => (one.ariaLabel ?? name(one)) === wanted);
const onward = () => all('.bar .button:not(.quiet)')[0];

const questions = () => all('.question').map((one) => name(one.querySelector('legend, label')));
/** The cards on the page, by their names. */
const cards = () => all('.instance').map((one) => one.ariaLabel);
const card = (wanted) => all('.instance').find((one) => one.ariaLabel === wanted);
/** A question by its words; of a card where they are “项目 2 › …”. */
const question = (ask) => {
  const [own, on] = ask.split(' › ').reverse();
  return all('.question', on ? (card(on) ?? null) : document).find((one) => name(one.querySelector('legend, label')) === own);
};
const button_on = (wanted, words) => all('button', card(wanted) ?? null).find((one) => name(one) === words);
/** The one tap that says that there is none of a group. */
const none_of = (group) => all('[role=group] > .choices > .choice').find((one) => name(one.querySelector('span')) === `没有${group}` || name(one.querySelector('span')) === `None: ${group}`);
const option = (ask, wanted) => all('.choice', question(ask) ?? null).find((one) => name(one.querySelector('span')) === wanted);
const options = (ask) => all('.choice', question(ask)).map((one) => name(one.querySelector('span')));
const chosen = (ask) => all('.choice:has(:checked)', question(ask)).map((one) => name(one.querySelector('span')));
const field = (ask) => question(ask)?.querySelector('.field input:not([type=checkbox]), input.figure');
const scale = (ask, unit) => [...(question(ask)?.querySelectorAll('select option') ?? [])].find((one) => name(one) === unit);
const search = (ask) => question(ask)?.querySelector('input[type=search]');
const echo = (ask) => plain(question(ask)?.querySelector('.echo')?.textContent ?? '');
const mistakes = (ask) => all('.error', question(ask)).map(name);

/** The list that closes what is not ticked in it: who answers everything one by one leaves it open. */
const concerns = '2023年，下列事项您有哪些？';
/** The first question of the page without an answer (the day has one of the document's own), and the answer of a company that has nothing of the kind. */
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
/** Everything an unfolded measure says; null while it is folded. */
const facts = (title) => {
  const card = measure(title);
  if (!card?.querySelector('.findings')) return null;
  return {
    group: group_of(title),
    amount: plain(card.querySelector('summary .amount')?.textContent ?? ''),
    source: plain(card.querySelector('summary .source').textContent),
    conditions: [...card.querySelectorAll('.findings li')].map((one) => ({
      standing: plain(one.querySelector('.vh').textContent),
      said: plain(one.querySelector('.vh').parentNode.textContent),
    })),
    working: plain(card.querySelector('.working')?.textContent ?? ''),
    quote: plain([...card.querySelectorAll('.quote > p')].map((one) => one.textContent).join('')),
    article: plain(card.querySelector('.quote footer').textContent),
  };
};

/** The answers as the page for checking them reads them back. */
const answers = () => all('.rows > div').map((one) => [...one.querySelectorAll('dt, dd')].slice(0, 2).map(name));

/** What is shown in Chinese on an English page and not marked as such: texts with more Chinese than Latin letters. */
const left_in_chinese = () => {
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

/** Turns the page to how it is printed, or back: the same in every browser, because only some can be told to. */
const turns_to_paper = (is_paper) => {
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
/** What the page says on paper. */
const printed = () => {
  turns_to_paper(true);
  const said = text();
  turns_to_paper(false);
  return said;
};
/** Whether a page says that something of it is still on its way. */
const is_on_its_way = () => ['正在打开…', 'Opening …'].some((words) => main_text().includes(words));

const notices = () => all('.banner p').map((one) => plain(one.textContent));
/** What has the focus: the words of a link or of an option, and the question it belongs to. */
const focused = () => {
  const one = document.activeElement;
  const of = one?.closest('.question')?.querySelector('legend, label');
  return [name(one?.closest('label') ?? one), of ? name(of) : null];
};

/** What sticks out of a window of this width; empty where nothing does. Measured piece by piece, because what sticks out
    of a container is cut off and makes the page no wider. */
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
  const said = out.map((one) => `<${one.localName} class="${one.getAttribute('class') ?? ''}"> ${plain(one.textContent).slice(0, 40)}`);
  return page.scrollWidth > width ? ['the page', ...said.slice(-4)] : said.slice(-4);
};
