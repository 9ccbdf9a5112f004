// The people's side of the stand-in WhatsApp. Everything shown comes from /_standin/messages.
"use strict";

const byId = (id) => document.getElementById(id);
const phone = { cursor: 0, era: null, messages: new Map(), contacts: [], typing: [], chosen: null, read: new Map() };
const WORDS = {
  audio: "🎤 Áudio", sticker: "Figurinha", image: "📷 Foto", video: "🎬 Vídeo", document: "📄 Documento",
  location: "📍 Localização", contact: "👤 Contato", call: "📞 Ligação", poll: "📊 Enquete",
  list: "☰ Lista", list_reply: "☰ Escolha na lista",
};
const SESSION = {
  WORKING: "online", STARTING: "conectando…", SCAN_QR_CODE: "esperando a leitura do QR",
  STOPPED: "parado", FAILED: "sem conexão",
};
const FAULTS = {
  500: "erro 500", 463: "erro 463", 502: "erro 502", delay: "demora", lost: "resposta perdida",
  double: "em dobro", drop: "nenhuma", shuffle: "fora de ordem",
  lost_vote: "voto perdido", failed_vote: "voto ilegível",
};

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    notify(told.message || "Não deu certo.");
  }
  return answer.ok;
}

function say(more) {
  if (!phone.chosen) return notify("Escolha ou adicione um contato.");
  const as = byId("lid").getAttribute("aria-pressed") === "true" ? "lid" : "c.us";
  return post("/_standin/say", { contact: phone.chosen, as, ...more });
}

function notify(sentence) {
  byId("notice").textContent = sentence;
  byId("notice").hidden = !sentence;
}

async function follow() {
  for (;;) {
    try {
      const wait = phone.era === null ? 0 : 20;
      const answer = await fetch(`/_standin/messages?since=${phone.cursor}&wait=${wait}`);
      take(await answer.json());
    } catch {
      notify("Sem contato com o servidor. Tentando de novo…");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function take(news) {
  if (phone.era !== null && news.era !== phone.era) return location.reload();
  phone.era = news.era;
  phone.cursor = news.cursor;
  phone.contacts = news.contacts;
  phone.typing = news.typing;
  for (const message of news.messages) phone.messages.set(message.id + message.from, message);
  if (!phone.chosen && phone.contacts.length) choose(phone.contacts[0].phone);
  showState(news);
  showContacts();
  showLog(news.messages.filter((message) => message.contact === phone.chosen));
}

function showState(news) {
  const typing = phone.typing.includes(phone.chosen);
  byId("presence").textContent = typing ? "digitando…" : SESSION[news.session] || news.session;
  byId("session").textContent = SESSION[news.session] || news.session;
  byId("fault-count").textContent = news.faults.length;
  byId("fault-count").hidden = byId("calm").hidden = !news.faults.length;
  byId("faults").replaceChildren(...news.faults.map((fault) => {
    const times = fault.count ? ` (${fault.count} vez)` : fault.probability < 1 ? ` (${fault.probability * 100}%)` : "";
    const where = { webhook: "Entrega: ", vote: "Enquete: " }[fault.calls] || "Envio: ";
    return element("li", "", where + (FAULTS[fault.kind] || fault.kind) + times);
  }));
  notify(news.undelivered
    ? `O site ainda não aceitou ${news.undelivered} evento(s). O WAHA continua tentando.`
    : "");
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function chat(contact) {
  return [...phone.messages.values()]
    .filter((message) => message.contact === contact)
    .sort((one, other) => one.at - other.at);
}

function choose(contact) {
  phone.chosen = contact;
  byId("log").setAttribute("aria-live", "off");
  byId("log").replaceChildren();
  showContacts();
  showLog(chat(contact));
  requestAnimationFrame(() => byId("log").setAttribute("aria-live", "polite"));
}

function showContacts() {
  const list = byId("contacts");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.phone : null;
  list.replaceChildren(...phone.contacts.map(contactItem));
  if (focused) list.querySelector(`[data-phone="${focused}"]`)?.focus();
  const chosen = phone.contacts.find((item) => item.phone === phone.chosen);
  byId("who").textContent = chosen ? chosen.name || chosen.phone : "…";
}

function contactItem(contact) {
  const said = chat(contact.phone);
  if (contact.phone === phone.chosen) phone.read.set(contact.phone, said.length);
  const unread = said.length - (phone.read.get(contact.phone) || 0);
  const name = contact.name || `+${contact.phone}`;
  const button = element("button", "person");
  button.type = "button";
  button.dataset.phone = contact.phone;
  button.dataset.testid = "contact-item";
  button.setAttribute("aria-current", String(contact.phone === phone.chosen));
  const face = element("span", "face", [...name][0].toUpperCase());
  face.setAttribute("aria-hidden", "true");
  const last = said.at(-1);
  const words = element("span");
  words.append(element("span", "name", name));
  words.append(element("span", "last", last ? plain(last) : `+${contact.phone}`));
  button.append(face, words);
  if (unread > 0) button.append(element("span", "badge", String(unread)));
  button.addEventListener("click", () => { choose(contact.phone); byId("text").focus(); });
  const item = element("li");
  item.append(button);
  return item;
}

function plain(message) {
  return formatted(message.text).textContent || WORDS[message.kind] || "";
}

function showLog(changed) {
  const log = byId("log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  log.querySelector(".typing")?.remove();
  for (const message of changed) {
    const known = log.querySelector(`[data-key="${CSS.escape(message.id + message.from)}"]`);
    if (known) refresh(known, message);
    else log.append(bubble(message));
  }
  showEmpty(log);
  if (phone.typing.includes(phone.chosen)) log.append(typingDots());
  showQuick();
  if (atEnd || changed.some((message) => message.from === "person")) log.scrollTop = log.scrollHeight;
}

function showEmpty(log) {
  log.querySelector(".empty")?.remove();
  if (!log.children.length) log.append(element("p", "empty", "Diga “oi” para começar."));
}

function typingDots() {
  const dots = element("div", "bubble out typing");
  dots.setAttribute("aria-hidden", "true");
  dots.append(element("i"), element("i"), element("i"));
  return dots;
}

function bubble(message) {
  const side = message.from === "person" ? "in" : "out";
  const node = element("div", `bubble ${side}${message.from === "staff" ? " staff" : ""}`);
  node.dataset.key = message.id + message.from;
  node.dataset.testid = message.from === "staff" ? "bubble-staff" : `bubble-${side}`;
  const speaker = { person: "Você: ", bot: "CapyVagas: ", staff: "Atendente: " }[message.from];
  node.append(element("span", "hidden", speaker));
  if (message.media || message.kind !== "text") node.append(attachment(message));
  if (message.text) {
    const words = element("div", "words");
    words.append(formatted(message.text));
    node.append(words);
  }
  if (message.options.length) node.append(choices(message));
  node.append(meta(message));
  return node;
}

function refresh(node, message) {
  node.querySelector(".meta").replaceWith(meta(message));
  for (const button of node.querySelectorAll(".choices button")) {
    button.setAttribute("aria-pressed", String(button.textContent === message.vote));
  }
}

// The options of a poll or a list, to tap.
function choices(message) {
  const box = element("div", "choices");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Opções");
  box.append(...message.options.map((option) => {
    const button = element("button", "", option);
    button.type = "button";
    button.dataset.testid = "tap-option";
    button.setAttribute("aria-pressed", String(option === message.vote));
    button.addEventListener("click", () => tap(message.id, option));
    return button;
  }));
  return box;
}

function tap(id, option) {
  const as = byId("lid").getAttribute("aria-pressed") === "true" ? "lid" : "c.us";
  return post("/_standin/tap", { contact: phone.chosen, as, id, option });
}

function attachment(message) {
  const media = message.media;
  if (media && media.mimetype.startsWith("image/")) {
    const picture = element("img");
    picture.src = media.url;
    picture.alt = message.text || WORDS[message.kind] || "Imagem";
    picture.addEventListener("load", () => { byId("log").scrollTop = byId("log").scrollHeight; });
    return picture;
  }
  if (media && message.from !== "person") {
    const link = element("a", "file", `📄 ${media.filename || "arquivo"}`);
    link.href = media.url;
    link.download = media.filename || "arquivo";
    return link;
  }
  return element("div", "what", WORDS[message.kind] || message.kind);
}

function meta(message) {
  const time = new Date(message.at).toLocaleTimeString("pt-BR", { hour: "2-digit", minute: "2-digit" });
  const node = element("span", "meta", message.from === "staff" ? `Atendente · ${time}` : time);
  if (message.from === "person" && message.kind !== "call") {
    const read = message.ack >= 3;
    const ticks = element("span", read ? "ticks read" : "ticks", " ✓✓");
    ticks.setAttribute("role", "img");
    ticks.setAttribute("aria-label", read ? "lida" : "entregue");
    node.append(ticks);
  }
  return node;
}

function showQuick() {
  const said = chat(phone.chosen);
  const own = said.findLastIndex((message) => message.from === "person");
  const answers = said.slice(own + 1).filter((message) => message.from === "bot").reverse();
  const options = answers.map((message) => numberedOptions(message.text)).find((list) => list.length) || [];
  const box = byId("quick");
  const key = JSON.stringify([phone.chosen, options]);
  box.hidden = !options.length;
  if (box.dataset.key === key) return;
  box.dataset.key = key;
  box.replaceChildren(...options.map(quickReply));
}

function quickReply({ answer, label }) {
  const button = element("button", "", `${answer}. ${label}`);
  button.type = "button";
  button.dataset.testid = "quick-reply";
  button.dataset.answer = answer;
  button.addEventListener("click", () => { say({ text: answer }); byId("text").focus(); });
  return button;
}

function takeText() {
  const text = byId("text").value;
  byId("text").value = "";
  grow();
  return text.trim() ? text : "";
}

function grow() {
  const box = byId("text");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 144)}px`;
}

byId("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = takeText();
  if (text) say({ text });
});
byId("text").addEventListener("input", grow);
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("compose").requestSubmit();
  }
});
for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", () => say({ kind: button.dataset.kind }));
}
byId("repeat").addEventListener("click", () => {
  const text = takeText();
  if (text) say({ text, duplicate: 1 });
  else post("/_standin/repeat", { contact: phone.chosen });
});
byId("lid").addEventListener("click", ({ currentTarget: button }) => {
  button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
});
byId("staff").addEventListener("click", () => say({ text: "#bot", staff: true }));
for (const button of document.querySelectorAll("[data-fault]")) {
  button.addEventListener("click", () => post("/_standin/faults", JSON.parse(button.dataset.fault)));
}
for (const button of document.querySelectorAll("[data-action]")) {
  button.addEventListener("click", () => post("/_standin/session", { action: button.dataset.action }));
}
byId("calm").addEventListener("click", () => post("/_standin/faults", { clear: true }));
byId("add").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const asked = Object.fromEntries(new FormData(form));
  if (await post("/_standin/contacts", asked)) {
    form.reset();
    form.closest("details").open = false;
    choose(asked.phone.replace(/\D/g, ""));
    byId("text").focus();
  }
});
if (window.matchMedia("(min-width: 62.01rem)").matches) byId("panel").open = true;
follow();
