/* What the helpers of the editor share: elements, requests, and the list of fields to insert. */
window.botEditing = (() => {
  const config = () => JSON.parse(document.getElementById("wagtail-config").textContent);
  let made = 0;

  /* An element; "on…" attributes are listeners, false and null attributes are left out. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== false && value !== null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== false));
    return element;
  };

  const newId = () => `bot-editing-${(made += 1)}`;

  /* POST a form; the answer as JSON. Rejects with a sentence to be shown. */
  const ask = async (url, form, signal) => {
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = config();
    const headers = { [CSRF_HEADER_NAME]: CSRF_TOKEN, Accept: "application/json" };
    const response = await fetch(url, { method: "POST", body: form, headers, signal });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  };

  /* Put text in place of a range, so that the browser's own undo knows it. */
  const replace = (area, start, end, text) => {
    area.focus();
    area.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const later = (wait, act) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, wait);
    };
  };

  /* A button that opens a list of fields; arrows move, Enter inserts, Escape goes back. */
  class FieldMenu {
    constructor(onPick) {
      this.onPick = onPick;
      const id = newId();
      this.list = make("div", {
        id,
        role: "menu",
        class: "bot-fields",
        "aria-label": "Campos",
        hidden: "",
        onkeydown: (event) => this.move(event),
      });
      this.button = make(
        "button",
        {
          type: "button",
          class: "button button-small button-secondary",
          "aria-haspopup": "menu",
          "aria-expanded": "false",
          "aria-controls": id,
          onclick: () => (this.list.hidden ? this.open() : this.close()),
          onkeydown: (event) => {
            if (event.key === "ArrowDown" && this.list.hidden) {
              event.preventDefault();
              this.open();
            }
          },
        },
        "Inserir campo",
      );
      this.element = make("div", { class: "bot-fields-place" }, this.button, this.list);
      this.element.addEventListener("focusout", (event) => {
        if (!this.element.contains(event.relatedTarget)) this.close();
      });
    }

    show(fields) {
      const names = fields.map((field) => field.name).join();
      if (names === this.names) return;
      this.names = names;
      this.list.replaceChildren(...fields.map((field) => this.item(field)));
    }

    item(field) {
      const empty = field.fallback ? `sem valor: “${field.fallback}”` : "sem valor: a linha some";
      return make(
        "button",
        {
          type: "button",
          role: "menuitem",
          tabindex: "-1",
          class: "bot-fields__item",
          onclick: () => {
            this.close();
            this.onPick(`{${field.name}}`);
          },
        },
        make("code", {}, `{${field.name}}`),
        " ",
        make("span", { class: "bot-fields__meaning" }, field.meaning),
        " ",
        make("span", { class: "bot-fields__sample" }, `ex.: ${field.sample} · ${empty}`),
      );
    }

    open() {
      if (!this.list.children.length) return;
      this.list.hidden = false;
      this.button.setAttribute("aria-expanded", "true");
      this.list.firstElementChild.focus();
    }

    close() {
      this.list.hidden = true;
      this.button.setAttribute("aria-expanded", "false");
    }

    move(event) {
      const items = [...this.list.children];
      const at = items.indexOf(document.activeElement);
      const next = {
        ArrowDown: () => items[(at + 1) % items.length],
        ArrowUp: () => items[(at - 1 + items.length) % items.length],
        Home: () => items[0],
        End: () => items[items.length - 1],
        Escape: () => {
          this.close();
          return this.button;
        },
      }[event.key];
      const found = next ? next() : this.startingWith(event.key, items, at);
      if (!found) return;
      event.preventDefault();
      event.stopPropagation();
      found.focus();
    }

    startingWith(key, items, at) {
      if (key.length !== 1 || key === " ") return null;
      const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      return order.find((item) => item.textContent.startsWith(`{${key.toLowerCase()}`));
    }
  }

  return { FieldMenu, ask, later, make, newId, replace };
})();
