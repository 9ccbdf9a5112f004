// WhatsApp's small markup, as DOM nodes: no text ever becomes HTML.
"use strict";

const MARKS = [
  { tag: "pre", pattern: /```([\s\S]+?)```/, plain: true },
  { tag: "code", pattern: /`([^`\n]+)`/, plain: true },
  { tag: "a", pattern: /\bhttps?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]*_~]/, plain: true },
  { tag: "strong", pattern: /(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/u },
  { tag: "em", pattern: /(?<![\p{L}\p{N}_])_(?![\s_])([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/u },
  { tag: "s", pattern: /(?<![\p{L}\p{N}~])~(?![\s~])([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/u },
];

function formatted(text) {
  const whole = document.createDocumentFragment();
  let rest = text;
  while (rest) {
    const found = firstMark(rest);
    if (!found) break;
    whole.append(rest.slice(0, found.match.index), marked(found));
    rest = rest.slice(found.match.index + found.match[0].length);
  }
  whole.append(rest);
  return whole;
}

function firstMark(text) {
  let first = null;
  for (const mark of MARKS) {
    const match = mark.pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { mark, match };
  }
  return first;
}

function marked({ mark, match }) {
  const node = document.createElement(mark.tag);
  if (mark.tag === "a") {
    node.href = match[0];
    node.rel = "noopener noreferrer";
    node.target = "_blank";
    node.textContent = match[0];
  } else if (mark.plain) {
    node.textContent = match[1];
  } else {
    node.append(formatted(match[1]));
  }
  return node;
}

// The numbered lines of a message: [{ answer: "1", label: "Buscar vagas" }].
function numberedOptions(text) {
  const keycap = /^[\s*_]*(\d)\uFE0F?\u20E3[\s*_]*(.+)$/u;
  const number = /^[\s*_]*(\d{1,2})[*_]*\s*[.)\-–—][*_]*\s+(.+)$/u;
  return text
    .split("\n")
    .map((line) => keycap.exec(line) || number.exec(line))
    .filter(Boolean)
    .map(([, answer, label]) => ({ answer, label: label.replace(/[*_~`]/g, "").trim() }));
}
