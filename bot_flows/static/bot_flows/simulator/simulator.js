/* The simulator answers without loading the page again. Without this file every button still
   works: the page posts itself. */
(() => {
    "use strict";

    const PLAIN = new Set(["baixar", "salvar"]);
    const stage = document.getElementById("sim");
    if (!stage) return;
    const log = document.getElementById("sim-log");
    const text = document.getElementById("sim-text");
    let turn = Promise.resolve();

    const actOf = (submitter) => (submitter?.name === "acao" ? submitter.value.split(":")[0] : "");

    /* Bubbles that are there already stay, so that only new ones are read aloud. */
    const showLog = (fresh) => {
        const old = [...log.children];
        const next = [...fresh.children];
        let same = 0;
        while (same < old.length && same < next.length && old[same].isEqualNode(next[same])) same += 1;
        old.slice(same).forEach((item) => item.remove());
        log.append(...next.slice(same));
        if (!log.children.length) log.replaceChildren();
        log.scrollTop = log.scrollHeight;
    };

    /* What has the focus is left alone while somebody is choosing in it. */
    const showRegions = (page) => {
        for (const region of stage.querySelectorAll("[data-region]")) {
            const fresh = page.getElementById(region.id);
            const busy = region.closest("#sim-opening") && region.contains(document.activeElement);
            if (fresh && !busy && !region.isEqualNode(fresh)) region.innerHTML = fresh.innerHTML;
        }
        revealCopying();
    };

    const keepFocus = (act, value, inside) => {
        if (!inside || document.contains(inside)) return;
        const again = value && stage.querySelector(`[name=acao][value="${CSS.escape(value)}"]:enabled`);
        (act === "dizer" || !again ? text : again).focus();
    };

    const answer = async (form, submitter, typed) => {
        const act = actOf(submitter);
        const inside = document.activeElement;
        const data = new FormData(form);
        if (submitter?.name) data.set(submitter.name, submitter.value);
        if (data.has("texto")) data.set("texto", typed);
        const response = await fetch(form.action, {
            method: "POST",
            body: data,
            headers: { "X-Simulator-Stage": "1" },
            credentials: "same-origin",
        });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (!response.ok || !page.getElementById("sim-log")) throw new Error(response.status);
        showLog(page.getElementById("sim-log"));
        showRegions(page);
        const back = page.getElementById("sim-text").value;
        if (back && !text.value) text.value = back;
        keepFocus(act, submitter?.value, inside);
    };

    const fail = (typed) => {
        const box = document.getElementById("sim-notices");
        const said = document.createElement("p");
        said.className = "help-block help-critical";
        said.textContent = stage.dataset.failed;
        box.replaceChildren(said);
        if (typed && !text.value) text.value = typed;
    };

    const send = (form, submitter) => {
        const typed = text.value;
        if (form.id === "sim-chat" && ["dizer", "equipe"].includes(actOf(submitter))) text.value = "";
        turn = turn
            .then(() => {
                stage.setAttribute("aria-busy", "true");
                return answer(form, submitter, typed);
            })
            .catch(() => fail(typed))
            .finally(() => stage.removeAttribute("aria-busy"));
    };

    stage.addEventListener("submit", (event) => {
        const form = event.target;
        if (!form.hasAttribute("data-sim-form") || PLAIN.has(actOf(event.submitter))) return;
        event.preventDefault();
        send(form, event.submitter);
    });

    stage.addEventListener("change", (event) => {
        const form = event.target.form;
        if (form?.id !== "sim-opening") return;
        if (event.target.name === "fluxo") form.elements.passo.value = "";
        if (event.target.value || event.target.tagName === "SELECT") send(form, null);
    });

    stage.addEventListener("click", async (event) => {
        const button = event.target.closest("[data-sim-copy]");
        if (!button) return;
        const source = stage.querySelector(button.dataset.simCopy);
        try {
            await navigator.clipboard.writeText(source.value);
        } catch {
            source.closest("details").open = true;
            source.focus();
            source.select();
            return;
        }
        document.getElementById("sim-said").textContent = stage.dataset.copied;
        button.textContent = stage.dataset.copied;
    });

    const revealCopying = () => {
        stage.querySelectorAll("[data-sim-copy]").forEach((button) => button.removeAttribute("hidden"));
    };

    if (!log.children.length) log.replaceChildren();
    revealCopying();
    log.scrollTop = log.scrollHeight;
})();
