/* Which vacancies come and go with a course's terms, while they are written: on the page of the
   terms, and below the terms in the course's own form. The words are the server's; without this
   script a button shows the same. */
(() => {
  const script = document.currentScript;
  const PAUSE = 700;
  const form =
    document.querySelector('[data-terms-form]') ?? document.getElementById('page-edit-form');
  const total = () => document.getElementById('id_search_terms-TOTAL_FORMS');
  const own = form?.matches('[data-terms-form]');
  const course = window.location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1];
  if (!form || (!own && !(course && total()))) return;
  const address = own ? script.dataset.address : script.dataset.address.replace('/0/', `/${course}/`);
  let timer = 0;
  let asked = '';
  let running = null;

  const place = () => {
    const there = document.querySelector('[data-terms-result]');
    if (there) return there;
    const made = document.createElement('section');
    made.className = 'matching-result';
    made.dataset.termsResult = '';
    made.setAttribute('aria-live', 'polite');
    const list = document.getElementById('id_search_terms-FORMS');
    (list?.closest('[data-contentpath]') ?? list?.parentElement ?? total().parentElement).append(made);
    return made;
  };

  const wanted = () => {
    const body = new URLSearchParams({ parte: '1' });
    const names = own ? /^(ligados|desligados|csrfmiddlewaretoken)$/ : /^(search_terms-|csrfmiddlewaretoken$)/;
    new FormData(form).forEach((value, name) => {
      if (names.test(name) && typeof value === 'string') body.append(name, value);
    });
    return body;
  };

  const ask = async () => {
    const body = wanted();
    if (body.toString() === asked) return;
    asked = body.toString();
    running?.abort();
    running = new AbortController();
    const answer = await fetch(address, { method: 'POST', body, signal: running.signal });
    if (answer.ok) place().innerHTML = await answer.text();
  };

  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask().catch(() => {}), PAUSE);
  };

  ['input', 'change', 'click', 'keyup'].forEach((kind) =>
    form.addEventListener(kind, soon, { passive: true }),
  );
  if (own) asked = wanted().toString();
  else soon();
})();
