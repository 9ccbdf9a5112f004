// What runs now, renewed by itself; without this script there is a link that does the same.
(() => {
    const place = document.querySelector("[data-searches-running]");
    if (!place) return;
    const renew = async () => {
        if (document.hidden || place.contains(document.activeElement)) return;
        try {
            const answer = await fetch("?parte=1", { credentials: "same-origin" });
            if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
        } catch { /* the next turn tries again */ }
    };
    setInterval(renew, 5000);
})();
