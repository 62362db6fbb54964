/* The workbench with the keyboard, and without waiting.

   The page works without this script: every key presses a button or follows a link.
   With it, forms are sent in the background, and the next claim's page, fetched while
   this one was read, takes its place while the vote is on its way. Should the vote be
   refused, its claim comes back with all that was entered. */
"use strict";

(() => {
  const KEYS_OFF = "factcheck.reading.keys";
  const HEADER = "X-Workbench";
  const LEFT = "X-Workbench-Left";
  const dialog = document.getElementById("keys");
  if (!dialog) return;

  let page = document.querySelector("[data-workbench]");
  let ahead = null; // {url, text, found}: the next page; found once it is here
  let parked = null; // a page that gave way to one whose vote was refused
  let pending = null; // what is being sent: resolves to whether it was stored
  let isWaiting = false; // whether something waits for that

  const tokenOf = (one) => one.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  let token = tokenOf(page);

  const form = () => page.querySelector("[data-ballot]");
  const aspects = () => [...page.querySelectorAll("[data-aspect]")].filter((one) => one.querySelector("input"));
  const chosen = (aspect) => aspect.querySelector("input[type=radio]:checked");

  /* --- One page after the other ------------------------------------------------- */

  async function fetchAhead() {
    const here = page;
    const url = page.dataset.next;
    ahead = url ? { url, text: load(url, "ahead") } : null;
    try {
      const own = ahead;
      if (own) own.found = await own.text;
    } catch {
      ahead = null; // it is loaded when it is needed
    }
    here.dataset.ready = "";
  }

  async function load(url, purpose) {
    const headers = { [HEADER]: purpose };
    if (purpose === "ahead") headers[LEFT] = page.dataset.claim;
    const answer = await fetch(url, { headers, credentials: "same-origin" });
    if (!answer.ok || isLogin(answer)) throw new Error(`HTTP ${answer.status}`);
    return { text: await answer.text(), url: answer.url };
  }

  /* Show a page; whatever else it asks for is asked after what is being sent. */
  function put(text, url, { push = true, after = null } = {}) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    let next = fresh.querySelector("[data-workbench]");
    if (!next) {
      location.assign(url);
      return;
    }
    if (parked && parked.dataset.url === next.dataset.url) {
      next = parked;
      parked = null;
    }
    page.replaceWith(document.adoptNode(next));
    page = next;
    document.title = fresh.title;
    if (push) history.pushState({ workbench: true }, "", url);
    begin();
    performance.mark("workbench-usable");
    Promise.resolve(after).catch(() => null).then(touch).then(fetchAhead);
  }

  async function go(url, options) {
    try {
      const known = ahead && ahead.url === url ? ahead : { text: load(url, "go") };
      ahead = null;
      const found = await known.text;
      put(found.text, found.url, options);
    } catch {
      location.assign(url);
    }
  }

  /* A page that was fetched ahead has not said that somebody reads it. */
  async function touch() {
    if (!page.dataset.url) return; // the queue is empty
    const data = new FormData();
    data.set("action", "lock");
    try {
      const answer = await send(page.dataset.url, data);
      const found = answer.ok ? await answer.json() : {};
      if (found.reader) say(`${found.reader} is reading this claim at the moment.`);
    } catch {
      say("The server cannot be reached just now.");
    }
  }

  /* Bring back the page of a vote that was not stored; the other one keeps what has
     been entered in it meanwhile. */
  function bringBack(left, url) {
    if (page === left) return;
    parked = page;
    parked.dataset.here = location.href;
    ahead = null;
    page.replaceWith(left);
    page = left;
    history.pushState({ workbench: true }, "", url);
  }

  /* Whoever was logged out is led to the login, and answered by its page. */
  const isLogin = (answer) => new URL(answer.url).pathname === dialog.dataset.login;

  async function send(url, data) {
    const answer = await post(url, data);
    // Another login, such as in another tab, has made another token.
    return answer.status === 403 && await renewToken() ? post(url, data) : answer;
  }

  function post(url, data) {
    data.delete("csrfmiddlewaretoken");
    return fetch(url, {
      method: "POST",
      body: data,
      headers: { [HEADER]: "send", "X-CSRFToken": token },
      credentials: "same-origin",
    });
  }

  async function renewToken() {
    try {
      const { text } = await load(page.dataset.url, "ahead");
      const fresh = tokenOf(new DOMParser().parseFromString(text, "text/html"));
      token = fresh || token;
      return Boolean(fresh);
    } catch {
      return false; // the refusal is answered as it is
    }
  }

  /* Send a form, one after the other. What waits is sent only if what it waits for was
     stored: otherwise the page of that is here again, and this one's is parked. */
  async function submit(url, data, { isVote = false } = {}) {
    if (isWaiting) return;
    if (pending) {
      isWaiting = true;
      page.setAttribute("aria-busy", "true");
      const waiting = page;
      const went = await pending;
      waiting.removeAttribute("aria-busy");
      isWaiting = false;
      if (!went) return;
    }
    pending = deliver(url, data, isVote);
    await pending;
    pending = null;
  }

  /* What a form led to is the next page, or what is wrong, with all that was entered
     still in its place. A vote does not wait for the answer if the next page is here. */
  async function deliver(url, data, isVote) {
    const [left, here] = [page, location.href];
    const sent = send(url, data);
    const early = isVote && ahead && ahead.found;
    if (early) {
      ahead = null;
      put(early.text, early.url, { after: sent });
    } else {
      left.setAttribute("aria-busy", "true");
    }
    try {
      const answer = await sent;
      const kind = answer.headers.get("Content-Type") || "";
      if (!kind.includes("json")) {
        bringBack(left, here);
        if (isLogin(answer)) refuse("You are logged out. Log in in another tab, then confirm again: all that you entered is still here.");
        else if (answer.status === 412) put(await answer.text(), here, { push: false });
        else refuse("That did not work. Nothing was stored; try again.");
        return false;
      }
      const found = await answer.json();
      if (found.error) {
        bringBack(left, here);
        refuse(found.error);
        return false;
      }
      if (!early) await go(parked ? parked.dataset.here : found.next);
      if (found.message) say(found.message);
      return true;
    } catch {
      bringBack(left, here);
      refuse("The server cannot be reached. Nothing is lost: try again.");
      return false;
    } finally {
      left.removeAttribute("aria-busy");
    }
  }

  function refuse(text) {
    const place = page.querySelector("[data-error]");
    if (!place) return;
    place.textContent = text;
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
    say(text);
  }

  function say(text) {
    const status = page.querySelector("[data-status]");
    if (status) status.textContent = text;
  }

  /* --- The vote ------------------------------------------------------------------- */

  function activate(aspect) {
    for (const one of aspects()) one.classList.toggle("is-active", one === aspect);
  }

  const active = () => aspects().find((one) => one.classList.contains("is-active")) || aspects()[0];

  function showReason(aspect) {
    const choice = chosen(aspect);
    const needs = choice && choice.value !== "corroborated";
    const has = [...aspect.querySelectorAll("textarea")].some((area) => area.value);
    aspect.classList.toggle("needs-reason", Boolean(needs || has));
  }

  /* Choose a verdict for the active question; then the other one, or its reason. */
  function choose(key) {
    const aspect = active();
    const input = aspect && aspect.querySelector(`input[data-key="${key}"]`);
    if (!input) return;
    input.checked = true;
    showReason(aspect);
    const other = aspects().find((one) => one !== aspect && !chosen(one));
    if (aspect.classList.contains("needs-reason")) aspect.querySelector(".why textarea").focus();
    if (other) activate(other);
    say(input.parentElement.textContent.trim());
  }

  function confirm() {
    const own = form();
    if (own) submit(page.dataset.url, new FormData(own), { isVote: true });
  }

  function skip() {
    const own = form();
    if (!own) return;
    const data = new FormData(own);
    data.set("action", "skip");
    submit(page.dataset.url, data);
  }

  function correct() {
    if (page.dataset.correct) location.assign(page.dataset.correct);
  }

  function undo() {
    submit(page.dataset.undo, new FormData());
  }

  /* --- Keys ------------------------------------------------------------------------ */

  const isTyping = (target) =>
    target.isContentEditable
    || /^(TEXTAREA|SELECT)$/.test(target.tagName)
    || (target.tagName === "INPUT" && target.type !== "radio");
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.altKey);

  const keysSwitch = dialog.querySelector("[data-action=switch]");
  const storage = {
    get isOn() {
      try {
        return localStorage.getItem(KEYS_OFF) !== "off";
      } catch {
        return true; // storage is blocked: the switch then lasts for this page
      }
    },
    set isOn(value) {
      try {
        localStorage.setItem(KEYS_OFF, value ? "on" : "off");
      } catch {
        keysSwitch.checked = value;
      }
    },
  };
  let isOn = storage.isOn;
  keysSwitch.checked = isOn;
  keysSwitch.addEventListener("change", () => {
    isOn = keysSwitch.checked;
    storage.isOn = isOn;
  });

  const KEYS = {
    e: () => location.assign(page.dataset.evidence),
    "[": correct,
    "]": correct,
    s: skip,
    z: undo,
    j: () => page.dataset.next && go(page.dataset.next),
    k: () => history.back(),
    "?": () => dialog.showModal(),
    1: () => activate(aspects()[0]),
    2: () => activate(aspects()[1]),
  };

  document.addEventListener("keydown", (event) => {
    if (dialog.open || !isPlain(event) || event.isComposing) return;
    if (event.repeat && event.key === "Enter") {
      event.preventDefault(); // a key that is held down decides one claim, not several
      return;
    }
    const target = event.target;
    if (isTyping(target)) {
      if (event.key === "Escape") target.blur();
      if (event.key === "Enter" && !event.shiftKey && target.closest("[data-ballot]")) {
        event.preventDefault();
        confirm();
      }
      return;
    }
    if (!isOn) return;
    if (event.key === "Enter") {
      if (target.closest("a, button, summary, .undo, .risk")) return; // its own Enter
      event.preventDefault();
      confirm();
      return;
    }
    if ("cpdun".includes(event.key)) {
      event.preventDefault();
      choose(event.key);
    } else if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  document.addEventListener("change", (event) => {
    const aspect = event.target.closest("[data-aspect]");
    if (aspect) {
      activate(aspect);
      showReason(aspect);
    }
  });

  document.addEventListener("submit", (event) => {
    const own = event.target;
    if (own.matches("[data-undo-form]")) {
      event.preventDefault();
      undo();
    } else if (own.matches("[data-ballot]")) {
      event.preventDefault();
      if (event.submitter && event.submitter.matches("[data-skip]")) skip();
      else confirm();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-action=keys]")) dialog.showModal();
  });

  window.addEventListener("popstate", () => go(location.href, { push: false }));

  function begin() {
    document.documentElement.classList.add("has-script");
    const button = page.querySelector("[data-action=keys]");
    if (button) button.hidden = false;
    for (const aspect of aspects()) showReason(aspect);
    activate(aspects().find((one) => !chosen(one)) || aspects()[0]);
    const mark = page.querySelector("#claim");
    if (mark) mark.scrollIntoView({ block: "center", behavior: "instant" });
    const panel = page.querySelector(".judging");
    if (panel) panel.scrollTop = 0;
    window.scrollTo(0, 0);
  }

  begin();
  fetchAhead();
})();
