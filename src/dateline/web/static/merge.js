// One key, one verdict.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    var pressed = window.desk.key(event);
    if (pressed === "u") { event.preventDefault(); document.querySelector("#undo button").click(); return; }
    var button = pressed && /^[sdn]$/.test(pressed) && document.querySelector('[data-key="' + pressed + '"]');
    if (button) { event.preventDefault(); button.click(); }
  });
})();
