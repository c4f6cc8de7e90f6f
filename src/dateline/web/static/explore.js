// Map and timeline of Explore. The server sends every place and day once per filter; dragging the window
// of days filters them here, without asking again.
const DAY = 86400000;
const state = { data: null, counts: null, map: null, library: null, ready: false, from: null, until: null, url: "" };
const line = () => document.getElementById("timeline");
const dayOf = (text) => Math.round(Date.parse(text + "T00:00:00Z") / DAY);
const textOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

// How many incidents of each place touch the window; returns how many do in all, placeless ones among them.
function count() {
  const { at, first, last, places } = state.data;
  const counts = new Uint32Array(places.length);
  const open = state.from === null && state.until === null;
  const lo = state.from ?? -Infinity, hi = state.until ?? Infinity;
  let total = 0;
  for (let i = 0; i < at.length; i++) {
    if (!open && (last[i] === null || first[i] === null || last[i] < lo || first[i] > hi)) { continue; }
    total++;
    if (at[i] >= 0) { counts[at[i]]++; }
  }
  state.counts = counts;
  return total;
}

function features() {
  const out = [];
  state.data.places.forEach(([lon, lat, radius, name], i) => {
    const n = state.counts[i];
    if (n) {
      // at the equator 1 pixel of zoom 0 is 78,272 m on tiles of 512 pixels
      const metres = Math.max(radius, 500) / Math.cos(lat * Math.PI / 180);
      out.push({ type: "Feature", properties: { i, n, name, radius, px: metres / 78272 }, geometry: { type: "Point", coordinates: [lon, lat] } });
    }
  });
  return { type: "FeatureCollection", features: out };
}

function draw() {
  if (!state.data) { return; }
  const total = count();
  const drawn = state.counts.reduce((sum, n) => sum + n, 0);
  // What the map shows, for whoever cannot see it, and for the tests.
  const box = document.getElementById("map");
  box.dataset.incidents = String(drawn);
  box.dataset.places = String(state.counts.reduce((sum, n) => sum + (n > 0), 0));
  says(total);
  if (state.ready) { state.map.getSource("places").setData(features()); }
}

function says(total) {
  const box = document.getElementById("window-says");
  if (!box) { return; }
  box.textContent = state.from === null && state.until === null ? "" :
    (state.from === null ? "until " + textOf(state.until) : state.until === null ? "since " + textOf(state.from) : textOf(state.from) + " – " + textOf(state.until)) + ": " + total.toLocaleString("en");
}

async function load() {
  const box = line(), url = box.dataset.map;
  state.from = box.dataset.from ? dayOf(box.dataset.from) : null;
  state.until = box.dataset.until ? dayOf(box.dataset.until) : null;
  wire(box);
  if (url === state.url && state.data) { draw(); return; }
  state.url = url;
  const answer = await fetch(url);
  if (!answer.ok || line().dataset.map !== url) { return; }
  state.data = await answer.json();
  draw();
  fit();
}

function fit() {
  if (!state.ready || !state.data || state.touched) { return; }
  const shown = state.data.places.filter((_, i) => state.counts[i]);
  if (!shown.length) { return; }
  const lons = shown.map((p) => p[0]), lats = shown.map((p) => p[1]);
  const min = (list) => list.reduce((a, b) => Math.min(a, b)), max = (list) => list.reduce((a, b) => Math.max(a, b));
  state.map.fitBounds([[min(lons), min(lats)], [max(lons), max(lats)]], { padding: 60, maxZoom: 5.2, animate: false });
}

async function makeMap() {
  const box = line(), note = document.getElementById("map-note");
  try {
    const library = await import(box.dataset.maplibre);
    const gl = library.default && library.default.Map ? library.default : library;
    gl.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
    const dot = ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 3.5, 10, 9, 100, 22];
    // Twice as large with every zoom: a place keeps its size on the ground.
    const ground = ["interpolate", ["exponential", 2], ["zoom"], 0, ["get", "px"], 20, ["*", ["get", "px"], 1048576]];
    const map = new gl.Map({
      container: "map", attributionControl: false, dragRotate: false, pitchWithRotate: false, maxZoom: 11, minZoom: 0.4,
      center: [30, 22], zoom: 1, renderWorldCopies: true, fadeDuration: 0,
      style: {
        version: 8,
        sources: {
          land: { type: "geojson", data: new URL(box.dataset.countries, location.href).href, tolerance: 0.5 },
          places: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
          provinces: { type: "geojson", data: { type: "FeatureCollection", features: [] }, tolerance: 0.4 },
        },
        layers: [
          { id: "sea", type: "background" },
          { id: "land", type: "fill", source: "land" },
          { id: "provinces", type: "line", source: "provinces", minzoom: PROVINCES, paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.4, 8, 1], "line-dasharray": [3, 2] } },
          { id: "border", type: "line", source: "land", paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.8, 8, 1.6] } },
          { id: "ground", type: "circle", source: "places", paint: { "circle-radius": ground, "circle-opacity": 0.12, "circle-stroke-width": 0.8, "circle-stroke-opacity": 0.4 } },
          { id: "dots", type: "circle", source: "places", paint: { "circle-radius": dot, "circle-opacity": 0.78, "circle-stroke-width": 1 } },
        ],
      },
    });
    state.map = map;
    map.on("style.load", () => paintMap(map));
    DARK.addEventListener("change", () => paintMap(map));
    map.on("zoom", () => provinces(gl, map, box.dataset.provinces));
    map.touchZoomRotate.disableRotation();
    map.addControl(new gl.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new gl.ScaleControl({ maxWidth: 110 }), "bottom-left");
    map.addControl(new gl.AttributionControl({ compact: false, customAttribution: "Natural Earth" }), "bottom-right");
    fetch(box.dataset.countries).then((answer) => answer.json()).then((land) => names(gl, map, land.features.map((country) => country.properties), "country-name", ROOMY)).catch(() => {});
    map.on("load", () => { state.ready = true; provinces(gl, map, box.dataset.provinces); document.getElementById("map").dataset.ready = "yes"; draw(); fit(); });
    map.on("movestart", (event) => { if (event.originalEvent) { state.touched = true; document.getElementById("area").hidden = false; } });
    map.on("mousemove", "dots", (event) => tip(event));
    map.on("mouseleave", "dots", () => { document.getElementById("tip").hidden = true; map.getCanvas().style.cursor = ""; });
    map.on("click", "dots", (event) => {
      const [lon, lat] = state.data.places[event.features[0].properties.i];
      go({ box: [lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01].map((v) => v.toFixed(4)).join(",") });
    });
  } catch (error) {
    note.hidden = false;
    note.textContent = "The map needs WebGL, which this browser does not offer. The list and the timeline below hold the same incidents.";
  }
}

// The colours of the page, light and dark; a map has no style sheet.
const DARK = matchMedia("(prefers-color-scheme: dark)");
function paintMap(map) {
  const [sea, land, border, province, ink, ring] = DARK.matches ? ["#10151b", "#1f262e", "#566270", "#465261", "#8ab4f8", "#10151b"] : ["#e4ebf1", "#fbfaf6", "#a9a89f", "#b9b8ae", "#1f4e8c", "#ffffff"];
  const paints = { sea: { "background-color": sea }, land: { "fill-color": land }, border: { "line-color": border }, provinces: { "line-color": province },
    ground: { "circle-color": ink, "circle-stroke-color": ink }, dots: { "circle-color": ink, "circle-stroke-color": ring } };
  for (const [layer, values] of Object.entries(paints)) { for (const [name, value] of Object.entries(values)) { map.setPaintProperty(layer, name, value); } }
}

// Outlines of provinces are asked for when the map first comes so near that they help.
const PROVINCES = 3;
function provinces(gl, map, url) {
  if (state.provinces || map.getZoom() < PROVINCES) { return; }
  state.provinces = true;
  fetch(url).then((answer) => answer.json()).then(({ lines, names: known }) => {
    const coordinates = lines.map((steps) => {
      let x = 0, y = 0;
      const line = [];
      for (let i = 0; i < steps.length; i += 2) { x += steps[i]; y += steps[i + 1]; line.push([x / 100, y / 100]); }
      return line;
    });
    map.getSource("provinces").setData({ type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates } });
    document.getElementById("map").dataset.provinces = String(coordinates.length);
    names(gl, map, known.map(([name, lon, lat, size]) => ({ name, at: [lon, lat], size })), "province-name", 3 * ROOMY);
  }).catch(() => { state.provinces = false; });
}

// Names as elements: fonts for the map itself would be another megabyte. A name is shown where its area, in
// square degrees, has room for it on the screen.
const ROOMY = 900;
function names(gl, map, areas, style, room) {
  const known = areas.map(({ name, at, size }) => ({ name, at, size, marker: null }));
  const show = () => {
    const zoom = map.getZoom(), bounds = map.getBounds();
    for (const area of known) {
      const fits = area.size * 4 ** zoom > room && bounds.contains(area.at);
      if (fits && !area.marker) {
        const label = document.createElement("span");
        label.className = style;
        label.textContent = area.name;
        area.marker = new gl.Marker({ element: label }).setLngLat(area.at).addTo(map);
        // decoration: it must not stand in the order of the Tab key
        label.removeAttribute("tabindex"); label.removeAttribute("role"); label.removeAttribute("aria-label"); label.setAttribute("aria-hidden", "true");
      } else if (!fits && area.marker) { area.marker.remove(); area.marker = null; }
    }
  };
  map.on("moveend", show);
  show();
}

function tip(event) {
  const { n, name, radius } = event.features[0].properties, box = document.getElementById("tip");
  box.textContent = (name || "a place") + ": " + n.toLocaleString("en") + (n === 1 ? " incident" : " incidents") + (radius ? ", known to ± " + (radius >= 1000 ? Math.round(radius / 1000) + " km" : radius + " m") : "");
  box.hidden = false;
  box.style.left = Math.min(event.point.x + 12, box.parentNode.clientWidth - 200) + "px";
  box.style.top = event.point.y + 12 + "px";
  state.map.getCanvas().style.cursor = "pointer";
}

// Go to the view with other filters; the address always says what is shown.
function go(changes) {
  const url = new URL(location.href);
  for (const name of ["cursor", "part"]) { url.searchParams.delete(name); }
  for (const [name, value] of Object.entries(changes)) { if (value) { url.searchParams.set(name, value); } else { url.searchParams.delete(name); } }
  const link = document.getElementById("facets");
  window.htmx.ajax("GET", url.pathname + url.search, { source: link, target: "#found", select: "#found", swap: "outerHTML" }).then(() => {});
  history.pushState({}, "", url);
}

// --- the window of days ---------------------------------------------------------------------------------

function wire(box) {
  const svg = box.querySelector("svg");
  if (!svg || box.dataset.wired) { return; }
  box.dataset.wired = "yes";
  box.querySelectorAll(".ticks li").forEach((li) => { li.style.left = li.dataset.at + "%"; });
  const first = dayOf(box.dataset.first), days = dayOf(box.dataset.last) - first + 1;
  const day = (x) => Math.min(Math.max(Math.floor(x * days), 0), days - 1) + first;
  const at = (event) => { const r = svg.getBoundingClientRect(); return (event.clientX - r.left) / r.width; };
  let grip = null;
  paint(box, first, days);
  svg.addEventListener("pointerdown", (event) => {
    const x = at(event), a = (state.from ?? first) - first, b = (state.until ?? first + days - 1) - first + 1;
    const near = 8 / svg.getBoundingClientRect().width;
    const narrowed = state.from !== null || state.until !== null;
    if (Math.abs(x - a / days) < near) { grip = { kind: "from" }; }
    else if (Math.abs(x - b / days) < near) { grip = { kind: "until" }; }
    else if (narrowed && x > a / days && x < b / days) { grip = { kind: "move", x, from: a + first, until: b - 1 + first }; }
    else { grip = { kind: "new", x }; }
    try { svg.setPointerCapture(event.pointerId); } catch (error) { /* a pointer that is gone already */ }
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (!grip) { return; }
    const x = at(event);
    grip.moved = true;
    if (grip.kind === "new") { state.from = day(Math.min(x, grip.x)); state.until = day(Math.max(x, grip.x)); }
    else if (grip.kind === "from") { state.from = Math.min(day(x), state.until ?? first + days - 1); }
    else if (grip.kind === "until") { state.until = Math.max(day(x), state.from ?? first); }
    else {
      const by = Math.round((x - grip.x) * days), span = grip.until - grip.from;
      state.from = Math.min(Math.max(grip.from + by, first), first + days - 1 - span);
      state.until = state.from + span;
    }
    later(box, first, days);
  });
  const end = () => {
    if (!grip) { return; }
    const moved = grip.moved;
    grip = null;
    if (moved) { settle(); } else if (state.from !== null || state.until !== null) { state.from = state.until = null; settle(); }
  };
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);
  for (const [id, name] of [["end0", "from"], ["end1", "until"]]) {
    const input = document.getElementById(id);
    input.addEventListener("input", () => {
      state[name] = name === "from" ? day(input.value / 1000) : day(input.value / 1000 - 1e-9);
      later(box, first, days);
    });
    input.addEventListener("change", settle);
  }
}

let waiting = 0;
function later(box, first, days) {
  if (!waiting) { waiting = requestAnimationFrame(() => { waiting = 0; paint(box, first, days); draw(); }); }
}

function paint(box, first, days) {
  const x0 = ((state.from ?? first) - first) / days * 1000, x1 = ((state.until ?? first + days - 1) - first + 1) / days * 1000;
  const set = (node, values) => { for (const [name, value] of Object.entries(values)) { node.setAttribute(name, value); } };
  set(box.querySelector(".window"), { x: Math.max(x0, 0), width: Math.max(Math.min(x1, 1000) - Math.max(x0, 0), 0) });
  set(document.getElementById("edge0"), { x: Math.min(Math.max(x0, 0), 998) });
  set(document.getElementById("edge1"), { x: Math.min(Math.max(x1 - 2, 0), 998) });
  box.classList.toggle("narrowed", state.from !== null || state.until !== null);
  box.querySelectorAll(".b").forEach((bar) => {
    const left = +bar.getAttribute("x"), right = left + +bar.getAttribute("width");
    bar.classList.toggle("in", right > x0 && left < x1);
  });
}

function settle() { go({ from: state.from === null ? "" : textOf(state.from), until: state.until === null ? "" : textOf(state.until), dated: "" }); }

document.getElementById("area").addEventListener("click", () => {
  const b = state.map.getBounds(), clamp = (v, m) => Math.min(Math.max(v, -m), m).toFixed(3);
  go({ box: [clamp(b.getWest(), 180), clamp(b.getSouth(), 90), clamp(b.getEast(), 180), clamp(b.getNorth(), 90)].join(","), located: "" });
});
document.addEventListener("htmx:afterSettle", () => { load(); const h1 = document.getElementById("sentence"); if (h1) { document.title = h1.textContent + " · Dateline"; } });
document.addEventListener("htmx:configRequest", (event) => {
  // empty fields are no filters: they stay out of the address
  const form = event.detail.elt;
  if (form.id === "filter") { for (const name of Object.keys(Object.fromEntries(event.detail.formData))) { if (!event.detail.formData.get(name)) { event.detail.formData.delete(name); } } }
});
window.addEventListener("popstate", () => location.reload());

document.getElementById("fold").open = matchMedia("(min-width: 62.01rem)").matches;
load();
// The page is painted first; the map's library comes after it.
requestAnimationFrame(() => setTimeout(makeMap, 0));
