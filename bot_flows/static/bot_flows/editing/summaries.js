/* One line for a folded step, and which steps are folded when the page opens. */
(() => {
  const { StructBlockDefinition, StreamBlockDefinition, ListBlockDefinition } =
    window.wagtailStreamField.blocks;
  const MOST_OPEN_STEPS = 6;
  const MOST_OPEN_ENTRIES = 3;
  const LONGEST = 60;

  const cut = (text, longest) =>
    text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;

  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

  /* What a field shows, in one line. */
  const shown = (block, name, longest = LONGEST) => {
    const child = block.childBlocks[name];
    const label = child && child.getTextLabel ? child.getTextLabel({}) : "";
    return cut((label || "").replace(/\s+/g, " ").trim(), longest);
  };

  const chosen = (block, name) => {
    const value = block.childBlocks[name]?.getValue?.();
    return Array.isArray(value) ? value[0] || "" : value || "";
  };

  const target = (block, name, none) => shown(block, name, 40) || none;

  const entries = (block, name) =>
    (block.childBlocks[name]?.children || []).map((child) => child.block);

  const joined = (...parts) => parts.filter(Boolean).join(" · ");

  const condition = (block, sayings) => {
    const slot = chosen(block, "slot");
    const value = chosen(block, "value").trim();
    const entry = sayings[slot] || sayings[""];
    const operator = chosen(block, "operator");
    const sentence = entry[`${operator}:${fold(value)}`] || entry[operator] || "";
    const name = chosen(block, "custom") || shown(block, "slot") || "…";
    return sentence.replace("{slot}", name).replace("{value}", value || "…");
  };

  const conditions = (block) =>
    entries(block, "conditions")
      .map((item) => condition(item, item.blockDef.meta.sayings))
      .join(" e ") || "…";

  const rule = (block) =>
    `${conditions(block)} → ${target(block, "target", "(escolha o fluxo)")}`;

  const files = (block) =>
    joined(chosen(block, "image") && "com imagem", chosen(block, "document") && "com documento");

  const SUMMARIES = {
    say: (block) =>
      joined(
        shown(block, "text") ||
          (shown(block, "template") && `“${shown(block, "template")}”`),
        files(block),
      ),
    choice: (block) =>
      `${shown(block, "label") || "(sem nome)"} → ${target(block, "target", "continua abaixo")}`,
    menu: (block) => {
      const labels = entries(block, "choices").map((item) => shown(item, "label", 20));
      const count = labels.length === 1 ? "1 opção" : `${labels.length} opções`;
      return joined(shown(block, "prompt", 40), count, cut(labels.filter(Boolean).join(", "), 50));
    },
    ask: (block) => joined(shown(block, "prompt", 50), shown(block, "kind")),
    go_to: (block) => `→ ${target(block, "target", "(escolha o fluxo)")}`,
    end: (block) => shown(block, "text") || "sem despedida",
    condition: (block) => condition(block, block.blockDef.meta.sayings),
    rule: (block) => `Se ${rule(block)}`,
    branch: (block) => {
      const otherwise = target(block, "otherwise", "continua abaixo");
      return `${entries(block, "rules").map(rule).join("; se ")}; senão → ${otherwise}`;
    },
  };

  const place = (block, name) =>
    block.container[0].querySelector(`[data-contentpath="${name}"]`);

  /* A field that means nothing now is out of the way, unless it is what is wrong. */
  const tidy = (block) => {
    for (const [name, [other, values]] of Object.entries(block.blockDef.meta.shownWhen)) {
      const field = place(block, name);
      const wrong = field.querySelector("[aria-invalid=true], .error-message");
      field.hidden = !values.includes(chosen(block, other)) && !wrong;
    }
  };

  /* A condition that is open says below how it reads. */
  const readOut = (block, summarise) => {
    const line = document.createElement("p");
    line.className = "help bot-reads";
    line.setAttribute("aria-live", "polite");
    block.container[0].append(line);
    return () => {
      line.textContent = chosen(block, "slot") ? `Lê-se: Se ${summarise(block)}` : "";
    };
  };

  class SummarisedDefinition extends StructBlockDefinition {
    render(...args) {
      const block = super.render(...args);
      const { summary } = this.meta;
      const summarise = SUMMARIES[summary];
      if (summarise) block.getTextLabel = () => summarise(block);
      const say = summary === "condition" ? readOut(block, summarise) : () => {};
      const follow = () => {
        tidy(block);
        say();
      };
      for (const kind of ["input", "change"]) block.container[0].addEventListener(kind, follow);
      follow();
      return block;
    }
  }

  /* Folds what is stored where there is much of it. What is new, or wrong, is open. */
  const foldedWhen = (Definition, most) =>
    class extends Definition {
      render(placeholder, prefix, state, error) {
        this.meta.collapsed = (state || []).length > most;
        return super.render(placeholder, prefix, state, error);
      }
    };

  window.telepath.register("bot_flows.Summarised", SummarisedDefinition);
  window.telepath.register(
    "bot_flows.FoldedStream",
    foldedWhen(StreamBlockDefinition, MOST_OPEN_STEPS),
  );
  window.telepath.register(
    "bot_flows.FoldedList",
    foldedWhen(ListBlockDefinition, MOST_OPEN_ENTRIES),
  );
})();
