// Sets the formulas of a page. Without this file a reader sees their TeX.
for (const element of document.querySelectorAll(".math")) {
  const tex = element.textContent;
  try {
    katex.render(tex, element, {
      displayMode: element.hasAttribute("data-display"),
      strict: "ignore",
      maxExpand: 1000,
      maxSize: 50,
    });
  } catch (error) {
    // Its author sees at a glance which formula cannot be set, and why.
    element.textContent = tex;
    element.title = error.message;
    element.classList.add("failed");
  }
}
