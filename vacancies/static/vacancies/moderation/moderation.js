// One box that marks all of the page; without this script each has its own.
(() => {
    const all = document.querySelector("[data-moderation-all]");
    if (!all) return;
    all.closest("[hidden]").hidden = false;
    const boxes = document.querySelectorAll('input[name="vaga"]');
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
})();
