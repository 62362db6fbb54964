/* Select a passage in the article: its words and its place go into the form.

   Without this script the words are copied into the field by hand. */
"use strict";

(() => {
  const text = document.querySelector("[data-pick]");
  const words = document.querySelector("[data-words]");
  if (!text || !words) return;
  const start = document.querySelector("[data-start][type=hidden]");
  const end = document.querySelector("[data-end][type=hidden]");
  document.querySelector("[data-hint]").hidden = false;

  /* Places count characters; the browser counts units of UTF-16. */
  const characters = (string) => [...string].length;

  function place(node, offset) {
    const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!paragraph || !text.contains(paragraph)) return null;
    const before = document.createRange();
    before.selectNodeContents(paragraph);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.start) + characters(before.toString());
  }

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const from = place(range.startContainer, range.startOffset);
    const to = place(range.endContainer, range.endOffset);
    if (from === null || to === null || from >= to) return;
    start.value = from;
    end.value = to;
    words.value = selection.toString().trim();
  });

  /* Words that were typed are looked up; the place of a selection is not theirs. */
  words.addEventListener("input", () => {
    start.value = "";
    end.value = "";
  });
})();
