'use strict';
// The page stands in a frame in which no script runs; all that moves there is done from here.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const frame = $('#page'), list = $('#blocks'), why = $('#why'), said = $('#said');
const entries = $$('.entry', list), chips = $$('.chip'), tabs = $$('[role=tab]');
const byKey = new Map(chips.map(chip => [chip.dataset.key, chip]));
let at = null;

const page = () => frame.contentDocument;
const shown = () => entries.filter(entry => !entry.hidden);
const blockOf = node => node && node.closest ? node.closest('[data-tn-block]') : null;
const runs = entry => entry ? $$(`[data-tn-block="${entry.dataset.block}"]`, page()) : [];
const entryOf = number => document.getElementById('b' + number);

function reveal(element) {
  for (let up = element; up && up !== page().body; up = up.parentElement) {
    if (up.checkVisibility && up.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && up.getClientRects().length && up.offsetWidth > 1) {
      if (up !== element) continue;
      return;
    }
    up.setAttribute('data-tn-shown', '');
  }
}

function choose(entry, { scroll = true, into = false, near = false } = {}) {
  if (!entry) return;
  if (at) at.setAttribute('aria-selected', 'false');
  $$('[data-tn-at]', page()).forEach(run => run.removeAttribute('data-tn-at'));
  $$('[data-tn-shown]', page()).forEach(run => run.removeAttribute('data-tn-shown'));
  at = entry;
  at.setAttribute('aria-selected', 'true');
  list.setAttribute('aria-activedescendant', at.id);
  at.scrollIntoView({ block: near ? 'nearest' : 'center' });
  const found = runs(at);
  found.forEach(run => run.setAttribute('data-tn-at', ''));
  if (!found.length) return;
  reveal(found[0]);
  if (scroll) found[0].scrollIntoView({ block: 'center', inline: 'nearest' });
  if (into) { found[0].tabIndex = -1; found[0].focus({ preventScroll: true }); }
}

function step(by, options) {
  const there = shown();
  if (!there.length) return;
  const now = there.indexOf(at);
  choose(there[Math.max(0, Math.min(there.length - 1, now < 0 ? 0 : now + by))], { near: true, ...options });
}

function filter() {
  const labels = chips.filter(chip => chip.getAttribute('aria-pressed') === 'true').map(chip => chip.dataset.label);
  const diffs = $('#diffs') && $('#diffs').getAttribute('aria-pressed') === 'true';
  for (const entry of entries) {
    entry.hidden = (labels.length > 0 && !labels.includes(entry.dataset.label)) || (diffs && !entry.hasAttribute('data-diff'));
  }
  const root = page().documentElement;
  root.toggleAttribute('data-tn-diffs', Boolean(diffs));
  if (labels.length) root.setAttribute('data-tn-show', labels.join(' ')); else root.removeAttribute('data-tn-show');
  if (at && at.hidden) choose(shown().find(entry => entry.dataset.block - at.dataset.block > 0) || shown().at(-1));
  said.textContent = `${shown().length} of ${entries.length} blocks` + (labels.length ? `: ${labels.join(', ')}` : '');
}

const press = (button, on) => button.setAttribute('aria-pressed', String(on ?? button.getAttribute('aria-pressed') !== 'true'));

function tab(name, focus) {
  for (const one of tabs) {
    const on = one.dataset.pane === name;
    one.setAttribute('aria-selected', String(on));
    one.tabIndex = on ? 0 : -1;
    document.getElementById(one.dataset.pane).hidden = !on;
    if (on && focus) one.focus();
  }
}

function order() {
  const grouped = $('#order').getAttribute('aria-pressed') === 'true';
  const rank = new Map(chips.map((chip, place) => [chip.dataset.label, place]));
  const sorted = [...entries].sort((a, b) => (grouped ? rank.get(a.dataset.label) - rank.get(b.dataset.label) : 0) || a.dataset.block - b.dataset.block);
  entries.splice(0, entries.length, ...sorted);
  list.append(...entries);
}

function own() {
  const on = $('#own').getAttribute('aria-pressed') === 'true';
  $$('style[data-tn-own]', page()).forEach(style => { style.sheet && (style.sheet.disabled = !on); });
  page().documentElement.toggleAttribute('data-tn-own', on);
  $$('[style], [data-tn-style]', page()).forEach(element => {
    const [from, to] = on ? ['data-tn-style', 'style'] : ['style', 'data-tn-style'];
    if (element.hasAttribute(from)) { element.setAttribute(to, element.getAttribute(from)); element.removeAttribute(from); }
  });
}

function tell(block, x, y) {
  const entry = block && entryOf(block.dataset.tnBlock);
  why.hidden = !entry;
  if (!entry) return;
  $$(`[data-tn-block="${block.dataset.tnBlock}"][title]`, page()).forEach(run => run.removeAttribute('title'));
  const name = document.createElement('b');
  name.textContent = entry.dataset.label;
  why.replaceChildren(name, entry.dataset.why);
  const box = frame.getBoundingClientRect();
  why.style.left = Math.max(4, Math.min(box.left + x + 14, innerWidth - why.offsetWidth - 8)) + 'px';
  why.style.top = Math.max(4, Math.min(box.top + y + 18, innerHeight - why.offsetHeight - 8)) + 'px';
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inPage = event.view !== window, inList = event.target === list;
  const name = event.key;
  if (event.target.closest && event.target.closest('[role=tablist]') && (name === 'ArrowRight' || name === 'ArrowLeft')) {
    const now = tabs.findIndex(one => one.getAttribute('aria-selected') === 'true');
    tab(tabs[(now + (name === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length].dataset.pane, true);
  } else if (name === 'j' || (inList && name === 'ArrowDown')) step(1, { into: inPage });
  else if (name === 'J' || (inList && name === 'ArrowUp')) step(-1, { into: inPage });
  else if (inList && name === 'Home') step(-Infinity);
  else if (inList && name === 'End') step(Infinity);
  else if (inList && name === 'PageDown') step(10);
  else if (inList && name === 'PageUp') step(-10);
  else if (inList && (name === 'Enter' || name === ' ')) choose(at || shown()[0], { into: true });
  else if (inPage && name === 'Enter' && blockOf(event.target)) back(blockOf(event.target));
  else if (name === 'Escape') {
    if (inPage) back(null); else { chips.forEach(chip => press(chip, false)); $('#diffs') && press($('#diffs'), false); filter(); }
  } else if (byKey.has(name)) {
    press(byKey.get(name));
    byKey.get(name).scrollIntoView({ block: 'nearest', inline: 'nearest' });
    filter();
  }
  else return;
  event.preventDefault();
}

function back(block) {
  tab('listed');
  if (block) choose(entryOf(block.dataset.tnBlock), { scroll: false });
  list.focus();
}

function ready() {
  const inside = page();
  if (!inside || !inside.body || inside.body.dataset.tnReady) return;
  inside.body.dataset.tnReady = 'yes';
  inside.addEventListener('keydown', key);
  inside.addEventListener('pointermove', event => tell(blockOf(event.target), event.clientX, event.clientY));
  inside.addEventListener('pointerleave', () => tell(null));
  inside.addEventListener('scroll', () => tell(null), { passive: true });
  inside.addEventListener('focusin', event => {
    const block = blockOf(event.target), box = block && block.getBoundingClientRect();
    tell(block, box ? box.left : 0, box ? box.bottom : 0);
  });
  inside.addEventListener('click', event => {
    event.preventDefault();
    const block = blockOf(event.target);
    if (block) { tab('listed'); choose(entryOf(block.dataset.tnBlock), { scroll: false }); }
  });
  choose(entries.find(entry => entry.dataset.label === 'headline'));
  document.documentElement.dataset.ready = 'yes';
}

frame.addEventListener('load', ready);
if (page() && page().readyState === 'complete' && page().URL === 'about:srcdoc') ready();
document.addEventListener('keydown', key);
document.addEventListener('click', event => {
  const button = event.target.closest('button'), entry = event.target.closest('.entry');
  if (entry) choose(entry, { near: true });
  if (!button) return;
  if (button.matches('.chip, #diffs')) { press(button); filter(); }
  else if (button.id === 'order') { press(button); order(); }
  else if (button.id === 'own') { press(button); own(); }
  else if (button.id === 'all') { chips.forEach(chip => press(chip, false)); filter(); }
  else if (button.role === 'tab') tab(button.dataset.pane);
  else if (button.matches('.to')) { tell(null); choose(entryOf(button.dataset.block)); }
});
list.addEventListener('focus', () => { if (!at) step(0, { scroll: false }); });
