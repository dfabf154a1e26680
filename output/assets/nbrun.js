// Sets the formulas of a page. Without this file a reader sees their TeX.
for (const element of document.querySelectorAll(".math")) {
  const tex = element.textContent;
  katex.render(tex, element, {
    displayMode: element.hasAttribute("data-display"),
    throwOnError: false,
    strict: "ignore",
    maxExpand: 1000,
    maxSize: 50,
  });
}
