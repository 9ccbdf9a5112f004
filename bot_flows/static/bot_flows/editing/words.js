/* Under the trigger words: which flow each one opens, and what a phrase would do. */
(() => {
  const { ask, later, make, newId } = window.botEditing;
  const WAIT_MS = 500;
  const OFFLINE = "Não deu para conferir as palavras agora. Nada se perdeu.";
  const STATES = {
    ok: ["✓", "Certo"],
    warning: ["!", "Atenção"],
    blocked: ["✕", "Não publica"],
  };

  class WordsController extends window.StimulusModule.Controller {
    static values = { url: String, flow: String };

    connect() {
      const id = newId();
      this.list = make("ul", { class: "bot-words__list", "aria-label": "O que cada palavra abre" });
      this.said = make("div", { class: "bot-words__said", role: "status" });
      this.phrase = make("input", {
        id,
        type: "text",
        maxlength: "300",
        autocomplete: "off",
        placeholder: "quero ver as vagas",
        oninput: (event) => {
          event.stopPropagation();
          this.checkLater();
        },
        onkeydown: (event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            this.check();
          }
        },
      });
      this.panel = make(
        "div",
        { class: "bot-words", role: "group", "aria-label": "Simulador de palavras" },
        this.list,
        make("label", { for: id }, "O que aconteceria se a pessoa escrevesse:"),
        this.phrase,
        this.said,
      );
      this.element.after(this.panel);
      this.checkLater = later(WAIT_MS, () => this.check());
      this.element.addEventListener("input", this.checkLater);
      this.seen = new IntersectionObserver((found) => {
        if (this.asked === undefined && found.some((item) => item.isIntersecting)) this.check();
      });
      this.seen.observe(this.element);
    }

    disconnect() {
      this.seen.disconnect();
      this.request?.abort();
      this.element.removeEventListener("input", this.checkLater);
      this.panel.remove();
    }

    check() {
      const form = new FormData();
      form.set("flow", this.flowValue);
      form.set("title", this.element.form?.elements.title?.value || "");
      form.set("triggers", this.element.value);
      form.set("phrase", this.phrase.value);
      this.asked = true;
      this.request?.abort();
      this.request = new AbortController();
      ask(this.urlValue, form, this.request.signal).then(
        (answer) => this.show(answer),
        (error) => this.fail(error),
      );
    }

    fail(error) {
      if (error.name === "AbortError") return;
      const known = error.message && !["TypeError", "SyntaxError"].includes(error.name);
      this.said.replaceChildren(make("p", {}, known ? error.message : OFFLINE));
    }

    show({ words, phrase }) {
      this.list.replaceChildren(...words.map((word) => this.item(word)));
      this.list.hidden = !words.length;
      this.said.replaceChildren();
      if (phrase) this.said.append(make("p", {}, phrase.sentence), this.notes(phrase.notes));
    }

    item({ word, state, sentence, notes }) {
      const [sign, label] = STATES[state];
      return make(
        "li",
        { class: `bot-words__item bot-words__item--${state}` },
        make("span", { class: "bot-words__sign", role: "img", "aria-label": label }, sign),
        make("div", {}, make("strong", {}, `“${word}”`), ` ${sentence}`, this.notes(notes)),
      );
    }

    notes(notes) {
      return notes.length ? make("ul", {}, ...notes.map((note) => make("li", {}, note))) : "";
    }
  }

  window.wagtail.app.register("bot-words", WordsController);
})();
