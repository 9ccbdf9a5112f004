// A link of the list of problems names a field: "#:w:contentpath=steps.<step>.text". Wagtail
// scrolls there; this opens what is folded on the way first, and puts the cursor into the field.
(() => {
    const named = () => {
        const at = window.location.hash.indexOf(':w:');
        const path = at < 0 ? '' : new URLSearchParams(window.location.hash.slice(at + 3)).get('contentpath');
        return path ? path.split('.') : [];
    };

    const find = (path) => {
        for (let length = path.length; length > 0; length -= 1) {
            const steps = path.slice(0, length).map((part) => `[data-contentpath="${CSS.escape(part)}"]`);
            const found = document.querySelector(steps.join(' '));
            if (found) return found;
        }
        return null;
    };

    const unfold = (element) => {
        const folded = [];
        for (let at = element; at; at = at.parentElement) {
            if (at.matches('[data-panel]')) folded.unshift(at);
        }
        folded.push(...element.querySelectorAll(':scope > [data-panel]'));
        folded.forEach((panel) => {
            const toggle = panel.querySelector('[data-panel-toggle][aria-expanded="false"]');
            if (toggle && toggle.closest('[data-panel]') === panel) toggle.click();
        });
    };

    const land = () => {
        const element = find(named());
        if (!element) return;
        unfold(element);
        const field = element.querySelector('input:not([type="hidden"]), textarea, select, [contenteditable="true"], button:not([data-panel-toggle])');
        window.setTimeout(() => {
            element.scrollIntoView({ block: 'center' });
            if (field) field.focus({ preventScroll: true });
        }, 250);
    };

    window.addEventListener('load', land);
    window.addEventListener('hashchange', land);
})();
