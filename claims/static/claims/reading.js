/* Selecting claims on the reading page without loading it again.

   Everything here is an improvement of links that work without it: a mark or a
   list entry whose claim is not in the page is simply followed. */
"use strict";

(() => {
  const page = document.querySelector("[data-reading]");
  if (!page) return;

  const ROLES = ["speaker", "cue", "content", "via"];
  const KEYS_OFF = "factcheck.reading.keys";
  const panel = page.querySelector("[data-selected]");
  const status = page.querySelector("[data-status]");
  const dialog = document.getElementById("keys");
  const keysSwitch = dialog.querySelector("[data-action=switch]");
  const entries = [...page.querySelectorAll(".claim-list a[data-number]")];
  const numbers = entries.map((entry) => entry.dataset.number);
  const isNarrow = window.matchMedia("(max-width: 900px)");

  /* What each mark is to which claim: [{mark, number, role, isFirst}]. */
  const parts = [];
  for (const mark of page.querySelectorAll("a.mark")) {
    for (const word of mark.dataset.parts.split(" ")) {
      const [number, rest] = word.split(":");
      const role = rest.replace("*", "");
      parts.push({ mark, number, role, isFirst: rest.endsWith("*") });
    }
  }
  const partsOf = (number) => parts.filter((part) => part.number === number);
  const cardOf = (number) => document.getElementById(`card-${number}`);
  const entryOf = (number) => entries.find((entry) => entry.dataset.number === number);

  let selected = (panel.querySelector(".card:not([hidden])") || { dataset: {} }).dataset.number;

  function beginning(number) {
    const own = partsOf(number);
    const first = own.find((part) => part.role === "content") || own[0];
    return first && first.mark;
  }

  function clear() {
    for (const { mark } of parts) {
      mark.classList.remove("is-first", ...ROLES.map((role) => `is-${role}`));
    }
    for (const card of panel.querySelectorAll(".card")) card.hidden = true;
    for (const notice of panel.querySelectorAll(".notice")) {
      if (!notice.closest(".card")) notice.remove();
    }
    for (const entry of entries) entry.removeAttribute("aria-current");
    panel.classList.remove("is-open");
  }

  function announce(number, card) {
    const entry = entryOf(number);
    const place = numbers.indexOf(number) + 1;
    status.textContent = card
      ? `Claim ${number}, ${place} of ${numbers.length}: ${entry.textContent.trim().replace(/\s+/g, " ")}`
      : "No claim selected";
  }

  /* Show a claim. Returns false when it is not in the page. */
  function select(number, { scroll = false, focus = false } = {}) {
    const card = cardOf(number);
    if (!card) return false;
    clear();
    card.hidden = false;
    panel.classList.add("is-open");
    for (const { mark, role, isFirst } of partsOf(number)) {
      mark.classList.add(`is-${role}`);
      if (isFirst) mark.classList.add("is-first");
    }
    const entry = entryOf(number);
    entry.setAttribute("aria-current", "true");
    selected = number;
    history.replaceState(null, "", entry.href);
    announce(number, card);
    reveal();
    const mark = beginning(number);
    if (mark && focus) mark.focus({ preventScroll: true });
    if (mark && scroll) mark.scrollIntoView({ block: isNarrow.matches ? "start" : "center" });
    return true;
  }

  /* Show the card from its top by scrolling the panel only, never the text. */
  function reveal() {
    panel.scrollTop = 0;
    if (!isNarrow.matches) panel.parentElement.scrollTop = 0;
  }

  function close() {
    const mark = selected && beginning(selected);
    const link = panel.querySelector(".card:not([hidden]) [data-action=close]");
    if (link) history.replaceState(null, "", link.href);
    clear();
    selected = undefined;
    announce(undefined, null);
    if (mark) mark.focus({ preventScroll: true });
  }

  /* The claim that a mark leads to: the one whose content begins there, else the
     innermost; where the selected claim is among those over it, the next further
     out. The links that the server makes follow the same rule. */
  function claimOf(mark) {
    const own = parts.filter((part) => part.mark === mark);
    const here = own.findIndex((part) => part.number === selected);
    if (here >= 0) return own[(here + 1) % own.length].number;
    const begins = own.find((part) => part.role === "content" && part.isFirst);
    return (begins || own[0]).number;
  }

  function step(by) {
    if (!numbers.length) return;
    const here = numbers.indexOf(selected);
    const there = here < 0 ? (by > 0 ? 0 : numbers.length - 1)
      : Math.min(Math.max(here + by, 0), numbers.length - 1);
    const number = numbers[there];
    if (!select(number, { scroll: true, focus: true })) entryOf(number).click();
  }

  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.altKey);
  const isPlainClick = (event) => event.button === 0 && isPlain(event) && !event.shiftKey;

  page.addEventListener("click", (event) => {
    if (!isPlainClick(event)) return;
    const closing = event.target.closest("[data-action=close]");
    if (closing) {
      event.preventDefault();
      close();
      return;
    }
    const mark = event.target.closest("a.mark");
    const entry = event.target.closest(".claim-list a[data-number]");
    const number = mark ? claimOf(mark) : entry && entry.dataset.number;
    if (number && select(number, { scroll: Boolean(entry) || isNarrow.matches })) {
      event.preventDefault();
    }
  });

  /* Hovering shows which words belong together. */
  function hover(event, isOver) {
    const mark = event.target.closest && event.target.closest("a.mark");
    if (!mark) return;
    const number = claimOf(mark);
    for (const part of partsOf(number)) part.mark.classList.toggle("is-hovered", isOver);
  }
  page.addEventListener("mouseover", (event) => hover(event, true));
  page.addEventListener("mouseout", () => {
    for (const mark of page.querySelectorAll(".is-hovered")) mark.classList.remove("is-hovered");
  });

  /* --- Keys ------------------------------------------------------------------ */

  const isTyping = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  function keysAreOn() {
    try {
      return localStorage.getItem(KEYS_OFF) !== "off";
    } catch {
      return true; // storage is blocked: the switch then lasts for this page
    }
  }
  let isOn = keysAreOn();
  keysSwitch.checked = isOn;
  keysSwitch.addEventListener("change", () => {
    isOn = keysSwitch.checked;
    try {
      localStorage.setItem(KEYS_OFF, isOn ? "on" : "off");
    } catch {
      isOn = keysSwitch.checked;
    }
  });

  const keysButton = page.querySelector("[data-action=keys]");
  keysButton.hidden = false;
  keysButton.addEventListener("click", () => dialog.showModal());

  document.addEventListener("keydown", (event) => {
    if (!isPlain(event) || isTyping(event.target) || dialog.open) return;
    if (event.key === "Escape" && selected) {
      close();
      return;
    }
    if (!isOn) return;
    const action = { j: () => step(1), k: () => step(-1), "?": () => dialog.showModal() }[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  /* --- While the engine works ---------------------------------------------------- */

  const seconds = Number(page.dataset.reloadSeconds);
  if (seconds) setTimeout(() => location.reload(), seconds * 1000);
  if (selected && !location.hash) {
    const mark = beginning(selected);
    if (mark) mark.scrollIntoView({ block: "center" });
  }
})();
