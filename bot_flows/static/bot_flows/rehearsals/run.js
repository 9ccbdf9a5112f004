// Plays the tests some at a time, so that the bar moves; without this the same form plays all at once.
(() => {
  const form = document.querySelector('[data-rehearsals]');
  if (!form) return;
  const status = form.querySelector('[data-status]');
  const bar = form.querySelector('[data-bar]');
  const progress = bar.querySelector('progress');
  const button = form.querySelector('button');
  const only = form.querySelector('[data-only]');
  const rows = new Map(
    [...document.querySelectorAll('tr[data-test]')].map((row) => [row.dataset.test, row]),
  );
  const say = (name, values) => {
    status.textContent = status.dataset[name].replace(/%\((\w+)\)s/g, (_, key) => values[key]);
  };
  const show = () => {
    const hide = only.querySelector('input').checked;
    rows.forEach((row) => {
      row.hidden = hide && row.dataset.result === 'passed';
    });
  };

  async function part(ids, source) {
    const query = new URLSearchParams({ ids: ids.join(','), em: source });
    const response = await fetch(`${form.dataset.part}?${query}`, { credentials: 'same-origin' });
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  }

  function put(cells) {
    Object.entries(cells).forEach(([pk, html]) => {
      const row = rows.get(pk);
      row.lastElementChild.innerHTML = html;
      row.dataset.result = row.querySelector('.rehearsal-failed') ? 'failed' : 'passed';
    });
    show();
  }

  async function run() {
    const source = new FormData(form).get('em');
    const ids = [...rows.keys()];
    const size = Number(form.dataset.chunk);
    let failed = 0;
    button.disabled = true;
    bar.hidden = false;
    progress.value = 0;
    rows.forEach((row) => {
      row.lastElementChild.textContent = '–';
      delete row.dataset.result;
    });
    try {
      for (let at = 0; at < ids.length; at += size) {
        const found = await part(ids.slice(at, at + size), source);
        failed += found.failed;
        put(found.cells);
        progress.value = Math.min(at + size, ids.length);
        say('running', { done: progress.value, all: ids.length });
      }
      say(failed ? 'failed' : 'passed', { failed, all: ids.length });
      only.hidden = !failed;
    } catch {
      say('broken', {});
    } finally {
      button.disabled = false;
    }
  }

  only.addEventListener('change', show);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run();
  });
  if (!new URLSearchParams(window.location.search).has('tudo')) run();
})();
