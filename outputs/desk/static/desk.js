// Keys and small conveniences over pages that work without them.
"use strict";
(() => {
  const word = document.body.dataset.form || "";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);

  // A button that names a key is pressed by it, unless somebody is typing.

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.matches("input, textarea, select")) return;
    const button = all("[data-press]").find((part) => part.dataset.press === event.key.toLowerCase());
    if (button) { event.preventDefault(); button.click(); }
  });

  // The list

  const everyone = one("#tat-ca");
  if (everyone) everyone.addEventListener("change", () => all("input[name=id]").forEach((box) => { box.checked = everyone.checked; }));

  const drop = one("#nap");
  if (drop) {
    const files = one("input[type=file]", drop);
    const told = one("#nap-ket-qua");
    ["dragover", "dragenter"].forEach((name) => document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); }));
    document.addEventListener("dragleave", () => drop.classList.remove("over"));
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) { files.files = event.dataTransfer.files; send(); }
    });
    const send = async () => {
      told.textContent = "Đang gửi…";
      const answer = await fetch("/den", { method: "POST", body: new FormData(drop), headers: { accept: "application/json" } });
      const said = await answer.json();
      told.textContent = answer.ok ? "Đã nhận " + said.files.length + " tệp." : said.error;
      files.value = "";
      if (answer.ok) watch();
    };
    drop.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  }

  const progress = one("#tien-do");
  let watching = false;
  const watch = () => {
    if (watching) return;
    watching = true;
    const look = async () => {
      const answer = await fetch("/den/tien-do", { headers: { accept: "application/json" } });
      if (!answer.ok) { watching = false; return; }
      const said = await answer.json();
      const running = said.runs.filter((run) => run.state === "running");
      for (const [state, count] of Object.entries(said.counts)) {
        const tab = one('[data-count="' + state + '"] b');
        if (tab) tab.textContent = count.toLocaleString("vi-VN");
      }
      progress.hidden = false;
      progress.textContent = "";
      for (const run of running.length ? running : said.runs.slice(0, 1)) {
        const line = document.createElement("p");
        line.className = "notice";
        line.textContent = ({ running: "Đang chạy: ", done: "Xong: " }[run.state] || "Không xong: ") + run.kind + ". " + (run.lines.at(-1) || "");
        if (run.state !== "running") {
          const again = document.createElement("a");
          again.href = location.pathname + location.search;
          again.textContent = "Tải lại danh sách";
          line.append(" ", again);
        }
        progress.append(line);
      }
      if (running.length) setTimeout(look, 1500);
      else watching = false;
    };
    look();
  };
  if (progress && !progress.hidden) watch();
  if (document.body.dataset.form && one("[data-again]")) setTimeout(() => location.reload(), 2500);

  // The review page

  const values = one(".values");
  if (!values) return;
  const cards = () => all(".field", values);
  const doubts = () => all(".field[data-state=doubt]", values);
  const fault = one("#loi");
  const formOf = (card) => (card.tagName === "FORM" ? card : document.getElementById(card.dataset.form));
  const inputsOf = (card) => all("input:not([type=hidden]):not([type=checkbox]), textarea", card);

  const tidy = () => cards().forEach((card) => {
    // Tab goes through what is in doubt; arrows go through everything.
    card.tabIndex = card.dataset.state === "doubt" ? 0 : -1;
    all("input, textarea, button, a", card).forEach((part) => { part.tabIndex = -1; });
  });
  const light = (key) => {
    all(".on").forEach((part) => part.classList.remove("on"));
    const card = document.getElementById("truong-" + key);
    if (card) card.classList.add("on");
    const marks = all("[data-for]").filter((part) => part.dataset.for.split(" ").includes(key));
    marks.forEach((part) => part.classList.add("on"));
    if (marks.length) marks[0].scrollIntoView({ block: "center", inline: "nearest" });
  };
  const go = (card) => {
    if (!card) { const end = one("#duyet button") || one("#ke"); if (end) end.focus(); return; }
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
  const after = (card) => {
    const rest = cards();
    const from = rest.indexOf(card);
    return rest.slice(from + 1).find((c) => c.dataset.state === "doubt") || rest.slice(0, Math.max(from, 0)).find((c) => c.dataset.state === "doubt");
  };
  const say = (text) => { fault.textContent = text; fault.hidden = !text; };

  const changed = (card) => inputsOf(card).some((part) => part.value !== part.defaultValue);
  const reset = (card) => { inputsOf(card).forEach((part) => { part.value = part.defaultValue; }); mark(card); };
  const mark = (card) => card.classList.toggle("unsaved", changed(card));
  const unsaved = () => all(".field, tr.new", values).filter(changed);

  const send = async (card, extra, to = null) => {
    const form = formOf(card);
    const body = new FormData(form);
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    say("");
    card.setAttribute("aria-busy", "true");
    let answer, said;
    try {
      answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), headers: { accept: "application/json" } });
      said = await answer.json();
    } catch { say("Không nối được máy chủ. Giá trị chưa được lưu."); return false; } finally { card.removeAttribute("aria-busy"); }
    if (!answer.ok) { say(said.error); return false; }
    if (said.reload) { inputsOf(card).forEach((part) => { part.value = part.defaultValue; }); location.reload(); return true; }
    const next = after(card);
    card.classList.remove(card.dataset.state);
    card.dataset.state = said.state;
    card.classList.add(said.state);
    one("[name=seen]", form).value = said.seen;
    for (const part of inputsOf(card)) {
      const text = part.name === "value" ? said.text : said.cells[part.name.slice(2)];
      if (text !== undefined) { part.value = text; part.defaultValue = text; }
    }
    mark(card);
    const kept = one("[name=nho]", form);
    if (kept) kept.checked = false;
    const rested = one(".taught", card);
    if (rested && said.state === "settled") rested.remove();
    const key = card.dataset.key;
    all("rect[data-for]").filter((box) => box.dataset.for === key).forEach((box) => { box.classList.remove("doubt", "sure"); box.classList.add(said.state); });
    all("[data-finding]").forEach((li) => { if (!said.findings.includes(li.dataset.finding)) li.remove(); });
    one("#canh-bao").textContent = "Cảnh báo (" + said.open + ")";
    const why = one(".why", card);
    if (why && said.state !== "doubt") why.remove();
    tidy();
    if (to) { to.focus(); to.select(); } else go(said.state === "doubt" ? card : next);
    return true;
  };

  values.addEventListener("focusin", (event) => {
    const card = event.target.closest(".field, li[data-key]");
    if (card) light(card.dataset.key);
  });
  values.addEventListener("keydown", (event) => {
    const card = event.target.closest(".field");
    if (!card || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const fixed = "fixed" in card.dataset;
    const typing = event.target !== card && event.target.matches("input, textarea");
    const rest = cards();
    const at = rest.indexOf(card);
    if (event.key === "Enter" && !(event.shiftKey && event.target.matches("textarea")) && !event.target.matches("button, a")) {
      event.preventDefault();
      // In a table the next value stands below; a card in hand leads to the next doubt.
      const below = typing && card.tagName === "TR" && rest[at + 1] ? one('[name="' + event.target.name + '"]', rest[at + 1]) : null;
      if (!fixed) send(card, { do: changed(card) ? "save" : "confirm" }, below);
    } else if (event.key === "Tab" && typing && card.tagName === "TR") {
      const cells = all("tr.field, tr.new", card.parentElement).flatMap(inputsOf);
      const to = cells[cells.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
      if (to) { event.preventDefault(); to.focus(); to.select(); }
    } else if (event.key === "Escape") {
      reset(card); say(""); card.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("form textarea")) {
      event.preventDefault();
      const to = rest[at + (event.key === "ArrowDown" ? 1 : -1)];
      const same = typing && to ? one('[name="' + event.target.name + '"]', to) : null;
      if (same) same.focus(); else go(to);
    } else if (!typing && event.key === "g" && one("[name=nho]", card)) {
      const tick = one("[name=nho]", card);
      tick.checked = !tick.checked;
    } else if (!typing && event.key === "b" && one("a.taught", card)) {
      one("a.taught", card).click();
    } else if (!typing && event.key === "Delete" && card.tagName === "TR" && !fixed) {
      send(card, { do: "remove" });
    } else if (!typing && event.key === "e" && !fixed) {
      event.preventDefault();
      const part = inputsOf(card)[0];
      part.focus(); part.select();
    } else if (!typing && /^[1-9]$/.test(event.key) && !fixed) {
      const choice = all(".candidates button", card)[Number(event.key) - 1];
      if (choice) { event.preventDefault(); send(card, { candidate: choice.value }); }
    }
  });
  values.addEventListener("input", (event) => {
    const card = event.target.closest(".field, tr.new");
    if (card) mark(card);
  });
  addEventListener("beforeunload", (event) => { if (unsaved().length) event.preventDefault(); });
  values.addEventListener("submit", (event) => {
    const button = event.submitter;
    const left = event.target.closest("#duyet") ? unsaved()[0] : null;
    if (left) {
      event.preventDefault();
      say("Còn giá trị đã gõ mà chưa lưu: bấm Enter tại ô đó để lưu, hoặc Esc để bỏ.");
      inputsOf(left).find((part) => part.value !== part.defaultValue).focus();
      return;
    }
    // What is on its way is not left behind.
    const fresh = event.target.closest("tr.new");
    if (fresh) inputsOf(fresh).forEach((part) => { part.defaultValue = part.value; });
    const card = event.target.closest(".field") || one('[data-form="' + event.target.id + '"]');
    if (!card || !button) return;
    event.preventDefault();
    send(card, { [button.name]: button.value });
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".box, .lines .marked");
    if (mark && mark.dataset.for) {
      const key = mark.dataset.for.split(" ")[0];
      const card = document.getElementById("truong-" + key);
      if (card) { const hidden = card.closest("details"); if (hidden) hidden.open = true; go(card); light(key); }
    }
    const place = event.target.closest(".place");
    if (place) { const card = place.closest("[data-key]"); if (card) { event.preventDefault(); light(card.dataset.key); } }
  });

  // A frame drawn over the page reads what stands in it into the value in hand; nothing is saved before Enter.

  let inHand = null;
  values.addEventListener("focusin", (event) => {
    const card = event.target.closest(".field");
    if (card && !("fixed" in card.dataset)) inHand = event.target.matches("input:not([type=hidden]), textarea") ? event.target : inputsOf(card)[0];
  });
  const read = async (figure, frame) => {
    if (!inHand) { say("Chọn một giá trị bên phải trước, rồi kéo khung quanh chữ."); return; }
    const target = inHand;
    const body = new URLSearchParams({ form: word, ...frame });
    say("");
    figure.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(location.pathname + "/trang/" + figure.id.replace("trang-", "") + "/khung", { method: "POST", body, headers: { accept: "application/json" } });
      const said = await answer.json();
      if (!answer.ok) { say(said.error); return; }
      target.value = said.text;
      target.focus();
    } catch { say("Không nối được máy chủ. Khung chưa được đọc."); } finally { figure.removeAttribute("aria-busy"); }
  };
  all(".page svg").forEach((svg) => {
    const figure = svg.closest(".page");
    let start = null, shape = null;
    const at = (event) => {
      const area = svg.getBoundingClientRect(), seen = svg.viewBox.baseVal;
      const within = (value, most) => Math.min(Math.max(value, 0), most);
      return [within((event.clientX - area.left) / area.width * seen.width, seen.width), within((event.clientY - area.top) / area.height * seen.height, seen.height)];
    };
    const drop = () => { if (shape) shape.remove(); start = shape = null; };
    svg.addEventListener("pointerdown", (event) => { if (event.button === 0 && event.pointerType !== "touch") { start = at(event); event.preventDefault(); } });
    svg.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [x, y] = at(event);
      if (!shape && Math.hypot(x - start[0], y - start[1]) < 4) return;
      if (!shape) {
        shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        shape.setAttribute("class", "frame");
        svg.append(shape);
        svg.setPointerCapture(event.pointerId);
      }
      shape.setAttribute("x", Math.min(x, start[0])); shape.setAttribute("y", Math.min(y, start[1]));
      shape.setAttribute("width", Math.abs(x - start[0])); shape.setAttribute("height", Math.abs(y - start[1]));
    });
    svg.addEventListener("pointercancel", drop);
    svg.addEventListener("pointerup", (event) => {
      const from = start, drawn = shape;
      const [x, y] = at(event);
      drop();
      if (!drawn) return;
      // The click that ends the drag is no click on a box.
      const swallow = (click) => click.stopPropagation();
      addEventListener("click", swallow, true);
      setTimeout(() => removeEventListener("click", swallow, true));
      const edge = (value) => value.toFixed(1);
      read(figure, { x0: edge(Math.min(from[0], x)), y0: edge(Math.min(from[1], y)), x1: edge(Math.max(from[0], x)), y1: edge(Math.max(from[1], y)) });
    });
  });

  tidy();
  const asked = decodeURIComponent(location.hash).replace("#truong-", "");
  const wanted = asked ? document.getElementById("truong-" + asked) : null;
  go(wanted || doubts()[0] || null);
})();
