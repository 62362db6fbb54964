/* Correcting and adding claims without a new page for each word.

   Everything here is an improvement of forms that work without it: places are moved
   and marked at once, and words are taken from a selection. Nothing is stored before
   the form is sent. Places count code points of the text, not units of JavaScript. */
"use strict";

(() => {
  const page = document.querySelector("[data-correcting], [data-adding]");
  if (!page) return;
  const textBox = page.querySelector("[data-text]");
  const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;

  /* --- The text, by code points ------------------------------------------------- */

  const paragraphs = [...textBox.querySelectorAll("p[data-start]")].map((box) => {
    const start = Number(box.dataset.start);
    const characters = Array.from(box.textContent);
    return { box, start, characters, end: start + characters.length };
  });

  function wordsOf(start, end) {
    return paragraphs
      .filter((one) => one.start < end && start < one.end)
      .map((one) => one.characters
        .slice(Math.max(0, start - one.start), Math.max(0, end - one.start)).join(""))
      .join("\n");
  }

  /* Starts and ends of all words and marks, in order. */
  const starts = [];
  const ends = [];
  for (const one of paragraphs) {
    const text = one.characters.join("");
    let at = 0;
    let point = one.start;
    for (const match of text.matchAll(WORD)) {
      point += Array.from(text.slice(at, match.index)).length;
      starts.push(point);
      point += Array.from(match[0]).length;
      ends.push(point);
      at = match.index + match[0].length;
    }
  }

  function edgeMoved(edges, edge, by) {
    if (by > 0) return edges.find((other) => other > edge) ?? edge;
    return edges.findLast((other) => other < edge) ?? edge;
  }

  /* Show these marks, [{start, end, role}]; of those over each other the shortest. */
  function draw(marks) {
    const ordered = [...marks].sort((a, b) => (a.end - a.start) - (b.end - b.start));
    for (const { box, start, end, characters } of paragraphs) {
      const edges = new Set([start, end]);
      for (const mark of ordered) {
        if (mark.start < end && start < mark.end) {
          edges.add(Math.max(start, mark.start)).add(Math.min(end, mark.end));
        }
      }
      const cuts = [...edges].sort((a, b) => a - b);
      const runs = cuts.slice(0, -1).map((here, number) => {
        const words = characters.slice(here - start, cuts[number + 1] - start).join("");
        const over = ordered.find((mark) => mark.start <= here && here < mark.end);
        if (!over) return document.createTextNode(words);
        const element = document.createElement("mark");
        element.className = `is-${over.role}`;
        element.textContent = words;
        return element;
      });
      box.replaceChildren(...runs);
    }
  }

  /* The selected words as a place of the text; null if nothing of it is selected. */
  function selectedPlace() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const point = (node, offset) => {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      const box = element.closest("p[data-start]");
      if (!box || !textBox.contains(box)) return null;
      const before = document.createRange();
      before.selectNodeContents(box);
      before.setEnd(node, offset);
      return Number(box.dataset.start) + Array.from(before.toString()).length;
    };
    let start = point(range.startContainer, range.startOffset);
    let end = point(range.endContainer, range.endOffset);
    if (start === null || end === null) return null;
    const words = Array.from(wordsOf(start, end));
    while (words.length && !words[0].trim()) { words.shift(); start += 1; }
    while (words.length && !words.at(-1).trim()) { words.pop(); end -= 1; }
    return words.length ? { start, end } : null;
  }

  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.altKey);
  const isTyping = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  if (page.matches("[data-correcting]")) correct();
  else add();

  /* --- Correcting ---------------------------------------------------------------- */

  function correct() {
    const forms = [...page.querySelectorAll("form[data-role]")];
    if (!forms.length) return;
    const template = document.querySelector("[data-new-fragment]");
    let active = null;

    const rowsOf = (form) => [...form.querySelectorAll("[data-fragment]")];
    const field = (row, name) => row.querySelector(`[name=${name}]`);
    const isLeftOut = (row) => Boolean(field(row, "leave_out")?.checked);
    const placeOf = (row) => ({
      start: Number(field(row, "start").value),
      end: Number(field(row, "end").value),
    });

    function show() {
      const marks = [];
      for (const form of forms) {
        for (const row of rowsOf(form)) {
          const { start, end } = placeOf(row);
          const isPlace = start < end;
          row.querySelector("[data-words]").textContent = isPlace ? wordsOf(start, end) : "no words";
          if (isPlace && !isLeftOut(row)) marks.push({ start, end, role: form.dataset.role });
        }
      }
      draw(marks);
    }

    function activate(row) {
      active = row;
      for (const other of page.querySelectorAll("[data-fragment]")) {
        other.classList.toggle("is-active", other === row);
      }
    }

    function move(row, edge, by) {
      const place = placeOf(row);
      const moved = { ...place, [edge]: edgeMoved(edge === "start" ? starts : ends, place[edge], by) };
      if (moved.start >= moved.end) return;
      field(row, "start").value = moved.start;
      field(row, "end").value = moved.end;
      activate(row);
      show();
    }

    function addRow(form, { start, end }) {
      const row = template.content.firstElementChild.cloneNode(true);
      field(row, "start").value = start;
      field(row, "end").value = end;
      form.querySelector("[data-fragments]").append(row);
      activate(row);
    }

    page.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const row = event.target.closest("[data-fragment]");
      if (row) activate(row);
      if (!button) return;
      if (button.name === "step" && row) {
        event.preventDefault();
        const [edge, by] = button.value.split(":").slice(-2);
        move(row, edge, Number(by));
      } else if (button.matches("[data-drop]")) {
        row.remove();
        show();
      } else if (button.dataset.take) {
        const place = selectedPlace();
        const form = button.closest("form");
        if (!place) return;
        if (button.dataset.take === "only") for (const other of rowsOf(form)) other.remove();
        addRow(form, place);
        show();
      }
    });
    // A click on a button would take the selection away before it is read.
    page.addEventListener("mousedown", (event) => {
      if (event.target.closest("[data-take]")) event.preventDefault();
    });
    page.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-fragment]");
      if (row) activate(row);
    });
    page.addEventListener("input", (event) => {
      if (event.target.closest("[data-fragment]")) show();
    });
    document.addEventListener("keydown", (event) => {
      if (!isPlain(event) || isTyping(event.target) || !active?.isConnected) return;
      const action = {
        "[": ["end", -1], "]": ["end", 1], "{": ["start", -1], "}": ["start", 1],
      }[event.key];
      if (!action) return;
      event.preventDefault();
      move(active, ...action);
    });

    for (const hint of page.querySelectorAll("[data-keys], .selecting")) hint.hidden = false;
    for (const button of page.querySelectorAll("[data-show]")) button.hidden = true;
    const first = forms.find((form) => form.closest("details").open) || forms[0];
    if (rowsOf(first).length) activate(rowsOf(first).at(-1));
  }

  /* --- Adding ---------------------------------------------------------------------- */

  function add() {
    const form = page.querySelector("[data-new-claim]");
    const bar = page.querySelector("[data-marking]");
    const roles = ["content", "cue", "speaker_words"];
    const hidden = (role) => form.elements[`${role}_spans`];
    const places = (role) => hidden(role).value.split(",").filter(Boolean)
      .map((part) => part.split("-").map(Number));

    function show() {
      draw(roles.flatMap((role) => places(role)
        .map(([start, end]) => ({ start, end, role: role.replace("_words", "") }))));
    }

    bar.hidden = false;
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => {
      const role = event.target.closest("button")?.dataset.mark;
      const place = role && selectedPlace();
      if (!place) return;
      const all = [...places(role), [place.start, place.end]];
      hidden(role).value = all.map((one) => one.join("-")).join(",");
      form.elements[role].value = all.map(([start, end]) => wordsOf(start, end)).join("\n");
      getSelection().removeAllRanges();
      show();
    });
    form.addEventListener("input", (event) => {
      if (!event.target.matches("[data-words]")) return;
      hidden(event.target.name).value = "";
      show();
    });
  }
})();
