(function () {
  "use strict";
  function keys(node) { return (node.getAttribute("data-s") || "").split(" ").filter(Boolean); }
  function shares(node, wanted) { return keys(node).some(function (key) { return wanted.has(key); }); }
  function clear() { document.querySelectorAll(".on").forEach(function (node) { node.classList.remove("on"); }); }
  function light(section, wanted) {
    clear();
    section.querySelectorAll("[data-s]").forEach(function (node) {
      if (shares(node, wanted)) { node.classList.add("on"); }
    });
  }
  // Scrolls only the pane that holds the node, so that the other side stays where it is.
  function bring(node) {
    var pane = node.closest(".stories");
    if (pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).position === "sticky") {
      var top = node.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (top < 60 || top > pane.clientHeight - 60) { pane.scrollBy({ top: top - pane.clientHeight / 3 }); }
      return;
    }
    node.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a.m, a.go, .tabs a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) { return; }
    var section = link.closest(".incident");
    if (!section) { return; }
    event.preventDefault();
    if (!link.matches(".m, .go")) {
      var pane = link.closest(".stories"), story = document.getElementById(link.hash.slice(1));
      pane.scrollTop += story.getBoundingClientRect().top - pane.getBoundingClientRect().top - 36;
      return;
    }
    var holder = link.matches(".m") ? link : link.closest("[data-s]");
    light(section, new Set(keys(holder)));
    if (link.matches(".m")) {
      section.querySelectorAll(".v .e.on").forEach(function (e) {
        var value = e.closest(".v"), more = e.closest("details");
        value.classList.add("on");
        if (more) { more.open = true; }
      });
      var value = section.querySelector(".v.on");
      if (value) { value.scrollIntoView({ block: "nearest" }); }
    } else {
      var words = section.querySelector(".m.on");
      if (words) { bring(words); }
    }
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { clear(); } });
})();
