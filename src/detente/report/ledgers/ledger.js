"use strict";
// Words and the card beside them light up together; everything on the page is there without this.
(() => {
  const parts = id => document.querySelectorAll(`[data-of~="${CSS.escape(id)}"], #${CSS.escape("say-" + id)}`);
  const ids = node => (node.dataset.of || "").split(" ").filter(Boolean);
  let lit = [];
  const light = node => {
    for (const part of lit) part.classList.remove("lit");
    lit = [];
    // The innermost statement is the last one that is named.
    const id = node ? ids(node).at(-1) : "";
    if (!id) return;
    lit = [...parts(id)];
    for (const part of lit) part.classList.add("lit");
  };
  const article = document.getElementById("article");
  if (!article) return;
  const at = event => (event.target instanceof Element ? event.target.closest("[data-of]") : null);
  article.addEventListener("mouseover", event => light(at(event)));
  article.addEventListener("focusin", event => light(at(event)));
  article.addEventListener("mouseleave", () => light(null));
  article.addEventListener("focusout", () => light(null));
  article.addEventListener("click", event => {
    const words = at(event);
    if (!words || words.closest("a, .card") || String(getSelection())) return;
    const card = document.getElementById("say-" + ids(words).at(-1));
    if (!card) return;
    card.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    card.focus({ preventScroll: true });
  });
})();
