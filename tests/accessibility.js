// What a page keeps from people, asked by the browser tests. An object of functions, each of which gives a list of complaints.
({
  // Texts whose colour stands out too little from what is behind them (WCAG 2.1, 1.4.3): 4.5 to 1, large ones 3 to 1.
  pale() {
    const parts = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
    const over = (top, under) => [0, 1, 2].map((i) => top[i] * (top[3] ?? 1) + under[i] * (1 - (top[3] ?? 1)));
    const linear = (part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    const behind = (element) => {
      const chain = [];
      for (let at = element; at; at = at.parentElement) chain.unshift(parts(getComputedStyle(at).backgroundColor));
      return chain.reduce((under, colour) => (colour.length ? over(colour, under) : under), [255, 255, 255]);
    };
    const out = [];
    for (const element of document.querySelectorAll("body *")) {
      const typed = element.matches("input, textarea, select") && element.value;
      const said = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!(typed || said) || !element.getClientRects().length || element.closest("svg, .hid, :disabled, option")) continue;
      const style = getComputedStyle(element), back = behind(element), ink = over(parts(style.color), back);
      const [more, less] = [light(ink), light(back)].sort((a, b) => b - a), ratio = (more + 0.05) / (less + 0.05);
      const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      const words = (typed || element.textContent).trim().slice(0, 30);
      if (ratio < (large ? 3 : 4.5)) out.push(`${element.tagName}.${element.className} «${words}» ${ratio.toFixed(2)}`);
    }
    return out;
  },
  // What one can act on without a name that a screen reader could say.
  nameless() {
    const labelled = (element) => element.labels && Array.from(element.labels).some((label) => label.textContent.trim());
    return Array.from(document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href]"))
      .filter((e) => !labelled(e) && !e.getAttribute("aria-label") && !e.textContent.trim() && !e.title)
      .map((e) => e.outerHTML.slice(0, 120));
  },
  // What has the focus without being seen to have it.
  unmarked() {
    const element = document.activeElement, style = getComputedStyle(element);
    return style.outlineStyle === "none" ? [element.outerHTML.slice(0, 120)] : [];
  },
})
