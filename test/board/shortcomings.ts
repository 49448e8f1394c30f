/** An expression for the browser: what a reader of screens would miss on the page. */
export const shortcomings = `(() => {
  const found = [];
  const check = (holds, what) => { if (!holds) found.push(what); };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const nameOf = (element) => (
    element.getAttribute('aria-label') ||
    (element.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join('') ||
    [...(element.labels ?? [])].map((label) => label.textContent).join('') ||
    element.textContent
  ).trim();
  check(document.documentElement.lang !== '', 'a language');
  check(document.title !== '', 'a title');
  check(all('h1').length === 1, 'one h1');
  check(all('main').length === 1 && all('header').length === 1, 'landmarks');
  check(all('[aria-live], [role=status]').length > 0, 'live regions');
  for (const element of all('input, select, button, section, svg[role=img], nav'))
    check(
      element.matches('input, select') ? nameOf(element) !== '' && (element.labels.length > 0) : nameOf(element) !== '',
      'a name of ' + element.outerHTML.slice(0, 80),
    );
  const ids = all('[id]').map(({ id }) => id);
  check(new Set(ids).size === ids.length, 'ids that are unique');
  for (const element of all('[aria-describedby]'))
    check(document.getElementById(element.getAttribute('aria-describedby')), 'a description');
  check(document.documentElement.scrollWidth <= innerWidth, 'room for all of it');
  return found;
})()`;
