// One key, one verdict.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    var pressed = window.desk.key(event);
    if (pressed === "u") { event.preventDefault(); var undo = document.querySelector("#undo button"); if (undo) { undo.click(); } return; }
    var skip = pressed === "j" && document.getElementById("skip");
    if (skip) { event.preventDefault(); location.href = skip.href; return; }
    var button = pressed && /^[sdn]$/.test(pressed) && document.querySelector('[data-key="' + pressed + '"]');
    if (button) { event.preventDefault(); button.click(); }
  });
})();
