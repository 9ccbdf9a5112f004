/* Help under a text that the bot says: fields, formatting, its length, its parts, its faults. */
(() => {
  const { FieldMenu, ask, later, make, newId, replace } = window.botEditing;
  const WAIT_MS = 400;
  const OFFLINE = "Não deu para conferir o texto agora. Nada se perdeu; continue escrevendo.";
  const FORMATS = [
    ["*", "N", "Negrito (Ctrl+B)", "b"],
    ["_", "I", "Itálico (Ctrl+I)", "i"],
    ["~", "S", "Riscado", ""],
    ["```", "</>", "Letra de máquina", ""],
  ];
  const number = (value) => value.toLocaleString("pt-BR");

  class WritingController extends window.StimulusModule.Controller {
    static values = { url: String };

    connect() {
      this.area = this.element;
      this.place = this.area.name.match(/^(.+-\d+)-value-(\w+)$/);
      this.build();
      this.checkLater = later(WAIT_MS, () => this.check());
      this.around = this.area.closest("[data-streamfield-child]") || this.area.form;
      this.heard = (event) => this.hear(event);
      for (const kind of ["input", "change"]) this.around?.addEventListener(kind, this.heard);
      this.keys = (event) => this.shortcut(event);
      this.area.addEventListener("keydown", this.keys);
      this.seen = new IntersectionObserver((found) => {
        if (found.some((item) => item.isIntersecting)) this.first();
      });
      this.seen.observe(this.area);
    }

    disconnect() {
      this.seen.disconnect();
      this.request?.abort();
      for (const kind of ["input", "change"]) this.around?.removeEventListener(kind, this.heard);
      this.area.removeEventListener("keydown", this.keys);
      this.help.remove();
    }

    build() {
      this.menu = new FieldMenu((field) => this.insert(field));
      const tools = make("div", { class: "bot-writing__tools" }, this.menu.element);
      tools.append(...FORMATS.map((format) => this.formatButton(...format)));
      this.count = make("p", { class: "bot-writing__count", id: newId() });
      this.faults = make("div", { class: "bot-writing__faults", role: "status" });
      this.details = make("div", { class: "bot-writing__details" });
      tools.append(this.count);
      this.help = make(
        "div",
        { class: "bot-writing", role: "group", "aria-label": "Ajuda para este texto" },
        tools,
        this.faults,
        this.details,
      );
      this.area.after(this.help);
      const described = this.area.getAttribute("aria-describedby");
      this.area.setAttribute("aria-describedby", `${described || ""} ${this.count.id}`.trim());
    }

    formatButton(mark, sign, label) {
      return make(
        "button",
        {
          type: "button",
          class: `button button-small button-secondary bot-writing__format`,
          "aria-label": label,
          title: label,
          onclick: () => this.wrap(mark),
        },
        sign,
      );
    }

    shortcut(event) {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const format = FORMATS.find((item) => item[3] && item[3] === event.key.toLowerCase());
      if (!format) return;
      event.preventDefault();
      this.wrap(format[0]);
    }

    wrap(mark) {
      const { selectionStart: start, selectionEnd: end, value } = this.area;
      const chosen = value.slice(start, end);
      const core = chosen.trim();
      const [before, after] = core ? chosen.split(core, 2) : ["", ""];
      replace(this.area, start, end, `${before}${mark}${core}${mark}${after}`);
      if (!core) this.area.setSelectionRange(start + mark.length, start + mark.length);
    }

    insert(field) {
      replace(this.area, this.area.selectionStart, this.area.selectionEnd, field);
    }

    hear(event) {
      if (event.target === this.area && event.type === "input" && this.before !== undefined) {
        this.before = undefined;
        this.asked = "";
      }
      if (this.area.offsetParent !== null) this.checkLater();
    }

    first() {
      if (this.asked === undefined) this.check();
    }

    check() {
      const form = this.form();
      const asked = JSON.stringify([...form.entries()]);
      if (asked === this.asked) return;
      this.asked = asked;
      this.request?.abort();
      this.request = new AbortController();
      ask(this.urlValue, form, this.request.signal).then(
        (advice) => this.show(advice),
        (error) => this.fail(error),
      );
    }

    fail(error) {
      if (error.name === "AbortError") return;
      this.asked = "";
      const known = error.message && !["TypeError", "SyntaxError"].includes(error.name);
      this.faults.replaceChildren(make("p", {}, known ? error.message : OFFLINE));
    }

    /* The text, and what decides how it goes out. */
    form() {
      const form = new FormData();
      form.set("text", this.area.value);
      if (!this.place) {
        form.set("reply", this.area.form?.elements.key?.value || "");
        return form;
      }
      const [, step, field] = this.place;
      const type = this.valueOf(`${step}-type`);
      form.set("step", field === "prompt" ? type : "");
      if (this.valueOf(`${step}-value-image`) || this.valueOf(`${step}-value-document`)) {
        form.set("caption", "1");
      }
      if (field === "prompt") {
        form.set("kind", this.valueOf(`${step}-value-kind`));
        for (const label of this.options(step, type)) form.append("options", label);
      }
      return form;
    }

    valueOf(name) {
      return this.area.form?.elements[name]?.value || "";
    }

    options(step, type) {
      if (type !== "menu") {
        const asks = this.valueOf(`${step}-value-kind`) === "option";
        return asks ? this.valueOf(`${step}-value-options`).split(/[\n,;]/) : [];
      }
      const list = `${step}-value-choices`;
      const count = Number(this.valueOf(`${list}-count`)) || 0;
      return [...Array(count).keys()]
        .filter((at) => this.valueOf(`${list}-${at}-deleted`) !== "1")
        .sort((a, b) => this.valueOf(`${list}-${a}-order`) - this.valueOf(`${list}-${b}-order`))
        .map((at) => this.valueOf(`${list}-${at}-value-label`));
    }

    show(advice) {
      this.menu.show(advice.fields);
      this.showCount(advice);
      this.showFaults(advice);
      this.showDetails(advice);
    }

    showCount({ length, limit, parts }) {
      const messages = parts.length === 1 ? "1 mensagem" : `${parts.length} mensagens`;
      this.count.textContent = `até ${number(length)} de ${number(limit)} caracteres · ${messages}`;
      this.count.classList.toggle("bot-writing__count--over", length > limit);
    }

    showFaults({ faults }) {
      const sentences = faults.map((fault) => make("li", {}, fault.sentence));
      const mended = faults.find((fault) => fault.mended !== undefined)?.mended;
      const focused = this.faults.contains(document.activeElement);
      this.faults.replaceChildren();
      if (sentences.length) this.faults.append(make("ul", {}, ...sentences));
      if (mended !== undefined) this.faults.append(this.action("Corrigir", () => this.mend(mended)));
      if (this.before !== undefined) this.offerUndo();
      if (focused) (this.faults.querySelector("button") || this.area).focus();
    }

    action(label, act) {
      return make(
        "button",
        { type: "button", class: "button button-small bot-writing__action", onclick: act },
        label,
      );
    }

    mend(mended) {
      const before = this.area.value;
      replace(this.area, 0, before.length, mended);
      this.before = before;
      this.asked = "";
      this.faults.replaceChildren();
      this.offerUndo().focus();
    }

    offerUndo() {
      const button = this.action("Desfazer", () => {
        const { before } = this;
        replace(this.area, 0, this.area.value.length, before);
        this.before = undefined;
      });
      this.faults.append(make("span", {}, "Texto corrigido. "), button);
      return button;
    }

    showDetails({ parts, sample }) {
      const open = this.details.querySelector("details")?.open;
      this.details.replaceChildren();
      if (parts.length > 1) {
        const bubbles = parts.map((part, at) =>
          make(
            "li",
            {},
            make("strong", {}, `Mensagem ${at + 1} (${number([...part].length)} caracteres)`),
            make("p", { class: "bot-writing__bubble" }, part),
          ),
        );
        this.detail("Onde o WhatsApp dividiria este texto", make("ol", {}, ...bubbles));
      }
      if (this.area.value.includes("{")) {
        this.detail("Ver com valores de exemplo", make("p", { class: "bot-writing__bubble" }, sample));
      }
      if (open) this.details.querySelector("details")?.setAttribute("open", "");
    }

    detail(title, content) {
      this.details.append(make("details", {}, make("summary", {}, title), content));
    }
  }

  window.wagtail.app.register("bot-writing", WritingController);
})();
