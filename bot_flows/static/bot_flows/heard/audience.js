/* Beside each rule of a "Se…" step: how many people would go that way. The words and the
   numbers are the server's; without this script the editor works just the same. */
(() => {
  const { address } = document.currentScript.dataset;
  const PAUSE = 700;
  let asked = '{}';
  let timer = 0;

  const field = (name) => document.getElementsByName(name)[0];
  const value = (name) => field(name)?.value ?? '';
  const isHere = (prefix) => field(`${prefix}-id`) && value(`${prefix}-deleted`) !== '1';

  const entries = (prefix) => {
    const found = [];
    for (let index = 0; index < Number(value(`${prefix}-count`)); index += 1) {
      if (isHere(`${prefix}-${index}`)) found.push(`${prefix}-${index}`);
    }
    return found.sort((a, b) => value(`${a}-order`) - value(`${b}-order`));
  };

  const condition = (prefix) => {
    const slot = value(`${prefix}-value-slot`);
    return [
      slot === 'outro' ? value(`${prefix}-value-custom`) : slot,
      value(`${prefix}-value-operator`),
      value(`${prefix}-value-value`),
    ];
  };

  const branches = () =>
    entries('steps').filter((prefix) => value(`${prefix}-type`) === 'branch');
  const rules = (branch) => entries(`${branch}-value-rules`);
  const conditions = (rule) => entries(`${rule}-value-conditions`).map(condition);

  const note = (parent, text) => {
    if (!parent) return;
    let line = parent.querySelector(':scope > .branch-audience');
    if (!line) {
      line = document.createElement('p');
      line.className = 'branch-audience help';
      parent.append(line);
    }
    line.textContent = text;
  };

  const show = (prefix, said) => {
    rules(prefix).forEach((rule, index) => {
      const place = field(`${rule}-id`).parentElement;
      note(place.querySelector('[data-contentpath=target]'), said.regras[index] ?? '');
    });
    const otherwise = field(`${prefix}-value-otherwise`);
    note(otherwise?.closest('[data-contentpath=otherwise]'), said.senao);
  };

  const ask = async () => {
    const here = branches();
    const wanted = JSON.stringify(
      Object.fromEntries(here.map((branch) => [branch, rules(branch).map(conditions)])),
    );
    if (wanted === asked) return;
    asked = wanted;
    const body = new URLSearchParams({
      ramos: wanted,
      csrfmiddlewaretoken: value('csrfmiddlewaretoken'),
    });
    const answer = await fetch(address, { method: 'POST', body });
    if (!answer.ok || wanted !== asked) return;
    const { ramos } = await answer.json();
    here.forEach((branch) => ramos[branch] && show(branch, ramos[branch]));
  };

  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask().catch(() => {}), PAUSE);
  };

  ['input', 'change', 'click', 'keyup'].forEach((kind) =>
    document.addEventListener(kind, soon, { passive: true }),
  );
  soon();
})();
