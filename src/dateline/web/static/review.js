// Review by keyboard. Positions are code points of the report's text, as everywhere in Dateline.
(function () {
  "use strict";
  var at = 0, busy = false;
  // Stretches of words that were picked for one statement, and what was typed into its form before more were.
  // `about`: the statement that is corrected.
  var picked = [], typed = null, about = null;
  function item() { return document.getElementById("item"); }
  function all() { return item() ? Array.from(item().querySelectorAll(".s")) : []; }
  function ids(node) { return (node.getAttribute("data-s") || "").split(" ").filter(Boolean); }
  function current() { return document.activeElement && document.activeElement.closest && document.activeElement.closest(".s") || item() && item().querySelector(".s.focus"); }

  function light(row) {
    item().querySelectorAll(".on").forEach(function (node) { node.classList.remove("on"); });
    item().querySelectorAll(".s.focus").forEach(function (node) { if (node !== row) { node.classList.remove("focus"); } });
    row.classList.add("focus");
    var wanted = new Set(ids(row)), first = null;
    item().querySelectorAll(".m").forEach(function (mark) {
      if (ids(mark).some(function (id) { return wanted.has(id); })) { mark.classList.add("on"); first = first || mark; }
    });
    var pane = item().querySelector(".stories");
    if (first && pane.scrollHeight > pane.clientHeight) {
      var top = first.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (top < 40 || top > pane.clientHeight - 60) { pane.scrollTop += top - pane.clientHeight / 3; }
    }
  }
  function go(n) {
    var rows = all();
    if (!rows.length) { return; }
    at = Math.min(Math.max(n, 0), rows.length - 1);
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  }
  function press(selector, within) {
    var button = (within || document).querySelector(selector);
    if (button && !busy) { button.click(); return true; }
    return false;
  }
  function form(row, words) {
    if (!row || !document.querySelector(".fields .whole")) { return; }
    var asked = new URL(item().dataset.form, location.href);
    if (words && words.correct) { about = { subject: row.dataset.subject || "", field: row.dataset.field }; }
    asked.searchParams.set("field", about ? about.field : row.dataset.field);
    if (about) { asked.searchParams.set("subject", about.subject); }
    if (words && words.end > words.start) { pick(words); }
    if (picked.length) { asked.searchParams.set("words", picked.map(function (p) { return p.start + "-" + p.end; }).join(",")); }
    fetch(asked, { headers: { "HX-Request": "true" } }).then(function (answer) {
      return answer.text().then(function (html) { show(answer.ok ? html : "", answer.status); });
    }).catch(function () { window.desk.say("The desk does not answer: is it still running?"); });
  }
  // The form is HTML of ours, with every word of a report escaped by the server.
  function show(html, status) {
    var box = document.getElementById("valueform");
    if (!html) { window.desk.say("There is no form for that (" + status + ")"); return; }
    box.replaceChildren(document.createRange().createContextualFragment(html));
    window.htmx.process(box);
    Object.keys(typed || {}).forEach(function (name) { var field = box.querySelector('[name="' + name + '"]'); if (field) { field.value = typed[name]; } });
    typed = null;
    if (!box.open) { box.showModal(); }
    var first = box.querySelector("[autofocus]");
    if (first) { first.focus(); if (first.select) { first.select(); } }
  }
  function pick(words) {
    if (!picked.some(function (p) { return p.start === words.start && p.end === words.end; })) { picked.push(words); }
    tell();
  }
  function drop() { picked = []; typed = about = null; tell(); }
  // Say what is picked, and mark it without touching the text (where the browser can).
  function tell() {
    var box = document.getElementById("picked"), text = document.getElementById("text");
    if (box) { box.hidden = !picked.length; box.querySelector("b").textContent = picked.length === 1 ? "1 stretch of words" : picked.length + " stretches of words"; }
    if (!window.CSS || !CSS.highlights) { return; }
    CSS.highlights.delete("picked");
    if (picked.length && text) { CSS.highlights.set("picked", new Highlight(...picked.map(function (p) { return rangeOf(text, p); }))); }
  }
  function rangeOf(text, words) {
    var walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), range = document.createRange(), passed = 0, node;
    while ((node = walk.nextNode())) {
      var points = Array.from(node.data), inside = function (n) { return points.slice(0, n - passed).join("").length; };
      if (words.start >= passed && words.start <= passed + points.length) { range.setStart(node, inside(words.start)); }
      if (words.end > passed && words.end <= passed + points.length) { range.setEnd(node, inside(words.end)); break; }
      passed += points.length;
    }
    return range;
  }
  function chosen() {
    var selection = getSelection(), text = document.getElementById("text");
    if (!text || !selection.rangeCount || selection.isCollapsed) { return null; }
    var range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) { return null; }
    var before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    var raw = range.toString(), words = raw.trim();
    if (!words) { return null; }
    var lead = raw.length - raw.trimStart().length;
    var start = Array.from(before.toString() + raw.slice(0, lead)).length;
    return { start: start, end: start + Array.from(words).length };
  }
  document.addEventListener("mouseup", function (event) {
    if (!event.target.closest || !event.target.closest("#text")) { return; }
    setTimeout(function () {
      var words = chosen(), row = item() && item().querySelector(".s.focus");
      if (!words) { return; }
      if (!row) { window.desk.say("Choose a field first (j, k), then select its words"); return; }
      // With Ctrl (or after "further words") stretches are gathered; the form comes with the last.
      if (event.ctrlKey || event.metaKey) { pick(words); getSelection().removeAllRanges(); return; }
      form(row, words);
    }, 0);
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-act=correct], [data-add], [data-close], [data-more], [data-state], [data-drop]");
    if (button && button.matches("[data-close]")) { document.getElementById("valueform").close(); drop(); return; }
    if (button && button.matches("[data-drop]")) { drop(); return; }
    if (button && button.matches("[data-state]")) { form(current() || all()[at]); return; }
    if (button && button.matches("[data-more]")) {
      typed = Object.fromEntries(Array.from(new FormData(button.form)).filter(function (pair) { return pair[0].startsWith("v_"); }));
      document.getElementById("valueform").close();
      window.desk.say("Select the further words");
      return;
    }
    if (button) {
      var row = button.closest(".s") || button.closest(".field").querySelector(".s");
      row.focus();
      if (button.matches("[data-add]")) { add(row); } else { form(row, { start: 0, end: 0, correct: true }); }
      return;
    }
    var mark = event.target.closest && event.target.closest("#text .m");
    if (mark && getSelection().isCollapsed) {
      var wanted = ids(mark);
      // innermost words last: the narrowest statement is what was meant
      var rows = all().filter(function (row) { return ids(row).some(function (id) { return wanted.includes(id); }); });
      if (rows.length) { go(all().indexOf(rows[rows.length - 1])); }
    }
  });
  function add(row) { var words = chosen(); if (words || picked.length) { form(row, words); } else { window.desk.say("Select the words in the text; they become a statement on: " + row.dataset.field); } }
  document.addEventListener("focusin", function (event) {
    var row = event.target.closest && event.target.closest(".s");
    if (row) { at = all().indexOf(row); light(row); }
  });
  document.addEventListener("keydown", function (event) {
    var box = document.getElementById("valueform");
    if (event.key === "Escape" && item() && !(box && box.open)) {
      item().querySelectorAll(".on").forEach(function (node) { node.classList.remove("on"); });
      drop();
    }
    var pressed = window.desk.key(event);
    if (!pressed) { return; }
    var onButton = event.target.closest && event.target.closest("button, a, summary"), row = current(), done = true;
    switch (pressed) {
      case "j": case "ArrowDown": go(all().includes(row) ? at + 1 : 0); break;
      case "k": case "ArrowUp": go(at - 1); break;
      case "a": done = row && press("[data-act=accept]", row); break;
      case "r": done = row && press("[data-act=reject]", row); break;
      case "e": if (row && row.dataset.subject) { form(row, { start: 0, end: 0, correct: true }); } break;
      case "n": if (row) { add(row); } break;
      case "Enter": done = !onButton && press(".whole-accept"); break;
      case "x": done = press(".whole-reject"); break;
      case "s": if (document.getElementById("skip")) { location.href = document.getElementById("skip").href; } break;
      case "u": done = press("#undo button"); break;
      default: done = false;
    }
    if (done) { event.preventDefault(); }
  });
  document.addEventListener("cancel", function (event) { if (event.target.id === "valueform") { drop(); } }, true);
  document.addEventListener("htmx:beforeRequest", function () { busy = true; });
  document.addEventListener("htmx:afterRequest", function () { busy = false; });
  document.addEventListener("htmx:beforeSwap", function (event) {
    // A form with a mistake comes back as a form: it belongs into the dialog, not in place of the item.
    var html = event.detail.xhr.responseText;
    if (event.detail.xhr.status === 422 || event.detail.xhr.status === 403 || event.detail.xhr.status === 404) {
      event.detail.shouldSwap = false;
      if (/^\s*<form/.test(html)) { show(html); } else {
        var page = new DOMParser().parseFromString(html, "text/html"), told = page.querySelector("h1");
        window.desk.say(told ? told.textContent : "That did not work");
      }
    }
  });
  // After a decision the same statement keeps the focus: the next key goes on from there.
  document.addEventListener("htmx:afterSettle", function (event) { if (event.target.id === "item" || event.detail.target.id === "item") { drop(); go(at); } });
  // Somebody else may decide meanwhile: look now and then, and when the window comes back.
  function look() {
    var here = item();
    if (!here || busy || document.hidden) { return; }
    fetch(here.dataset.versions).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (told) {
      if (!told || here !== item() || told.version === here.dataset.version) { return; }
      var box = document.getElementById("elsewhere");
      box.textContent = told.who + " has decided on this account (" + told.verb + "). Load the page again to see it.";
      box.hidden = false;
    }).catch(function () {});
  }
  setInterval(look, 8000);
  document.addEventListener("visibilitychange", look);
  if (item()) { go(0); }
})();
