// What all pages share: the token of forms, the dialog of keys, and short notes.
(function () {
  "use strict";
  var token = document.querySelector('meta[name="csrf"]').content;
  document.addEventListener("htmx:configRequest", function (event) { event.detail.headers["X-CSRF-Token"] = token; });
  document.addEventListener("htmx:responseError", function (event) {
    say(event.detail.xhr.status === 401 ? "You are logged out: load the page again" : "That did not work (" + event.detail.xhr.status + "); load the page again");
  });
  document.addEventListener("htmx:sendError", function () { say("The desk does not answer: is it still running?"); });

  function say(words) {
    var box = document.getElementById("said");
    box.textContent = words;
    clearTimeout(say.timer);
    say.timer = setTimeout(function () { box.textContent = ""; }, 5000);
  }
  function writing(node) {
    return !!node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName)) && node.type !== "range";
  }
  function open() { return document.querySelector("dialog[open]"); }
  // Keys rest while somebody writes, while a dialog is open, and beside Ctrl, Alt and Meta.
  function key(event) {
    return event.ctrlKey || event.altKey || event.metaKey || writing(event.target) || open() ? "" : event.key;
  }
  var map = document.getElementById("keymap");
  document.addEventListener("click", function (event) { if (event.target.closest("[data-keymap]")) { map.showModal(); } });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && writing(event.target) && !open()) { event.target.blur(); return; }
    var pressed = key(event);
    if (pressed === "?") { event.preventDefault(); map.showModal(); }
    if (pressed === "/" && document.getElementById("words")) { event.preventDefault(); document.getElementById("words").focus(); }
  });
  window.desk = { say: say, key: key, token: token };
})();
