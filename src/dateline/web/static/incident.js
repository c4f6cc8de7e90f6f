// Values and words lead to each other; the incident is noted as seen once it is on the screen.
(function () {
  "use strict";
  function keys(node) { return (node.getAttribute("data-s") || "").split(" ").filter(Boolean); }
  function clear() { document.querySelectorAll(".on").forEach(function (node) { node.classList.remove("on"); }); }
  function light(wanted) {
    clear();
    document.querySelectorAll("[data-s]").forEach(function (node) {
      if (keys(node).some(function (key) { return wanted.has(key); })) { node.classList.add("on"); }
    });
  }
  function bring(node) {
    var pane = node && node.closest(".stories");
    if (pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).position === "sticky") {
      var top = node.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (top < 60 || top > pane.clientHeight - 60) { pane.scrollBy({ top: top - pane.clientHeight / 3 }); }
    } else if (node) { node.scrollIntoView({ block: "nearest" }); }
  }
  function words(holder) { light(new Set(keys(holder))); bring(document.querySelector(".stories .m.on")); }
  function values(mark) {
    light(new Set(keys(mark)));
    document.querySelectorAll(".v .e.on").forEach(function (e) {
      e.closest(".v").classList.add("on");
      var more = e.closest("details");
      if (more) { more.open = true; }
    });
    var value = document.querySelector(".v.on");
    if (value) { value.scrollIntoView({ block: "nearest" }); if (value.tabIndex === 0) { value.focus({ preventScroll: true }); } }
  }
  document.addEventListener("click", function (event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) { return; }
    var tab = event.target.closest(".tabs a");
    if (tab) {
      event.preventDefault();
      var pane = tab.closest(".stories"), story = document.getElementById(tab.hash.slice(1));
      pane.scrollTop += story.getBoundingClientRect().top - pane.getBoundingClientRect().top - 36;
      return;
    }
    var mark = event.target.closest(".stories .m");
    if (mark) { event.preventDefault(); values(mark); return; }
    var link = event.target.closest("a.go");
    if (link) { event.preventDefault(); words(link.closest("[data-s]")); return; }
    var value = event.target.closest(".reportpage .v");
    if (value) { words(value); }
  });
  document.addEventListener("focusin", function (event) { if (event.target.matches(".reportpage .v")) { words(event.target); } });
  document.addEventListener("keydown", function (event) {
    var pressed = window.desk.key(event);
    if (event.key === "Escape") { clear(); }
    if (pressed !== "j" && pressed !== "k") { return; }
    var all = Array.from(document.querySelectorAll(".values .value a.go, .reportpage .v"));
    var at = all.indexOf(document.activeElement), next = all[pressed === "j" ? at + 1 : Math.max(at - 1, 0)];
    if (next) { next.focus(); words(next.closest("[data-s]")); }
  });
  var seen = document.querySelector("[data-seen]");
  if (seen && window.desk.token) { fetch(seen.dataset.seen, { method: "POST", headers: { "X-CSRF-Token": window.desk.token, "Content-Type": "application/x-www-form-urlencoded" } }).catch(function () {}); }
})();
