// The picture of a network: a canvas that can be moved, zoomed and asked.
const data = JSON.parse(document.getElementById("data").textContent);
const { x, y, kind, group, region, label, texts } = data;
const by = (id) => document.getElementById(id);
const canvas = by("picture"), tip = by("tip"), told = by("told");
const pen = canvas.getContext("2d");
const MANAGER = 3, STEPS = 4, COUNT = x.length;
const number = new Intl.NumberFormat(data.language);
const FONT = getComputedStyle(document.documentElement).fontFamily;

// ---- who is tied to whom

const neighbours = Array.from({ length: COUNT }, () => new Set());
const ties = [];
for (let n = 0; n < data.ties.length; n += 4) {
  const [one, other, percent, contact] = data.ties.slice(n, n + 4);
  neighbours[one].add(other);
  neighbours[other].add(one);
  ties.push({ one, other, contact, step: Math.min(STEPS - 1, Math.floor((percent * STEPS) / 100)) });
}
if (new Set(ties.map((tie) => tie.step)).size === 1) for (const tie of ties) tie.step = 1;
const managers = [...kind.keys()].filter((n) => kind[n] === MANAGER);
const inTurn = [...managers, ...[...kind.keys()].filter((n) => kind[n] !== MANAGER)];

// ---- what is in view; y points upwards in the data and downwards on the screen

let zoom = 1, left = 0, top = 0, wide = 0, tall = 0, least = 1;
let focus = -1, hovered = -1, only = -1, waiting = false;
let untouched = true; // a window that changes its size shows everything until somebody moves it
const at = (n) => [x[n] * zoom + left, -y[n] * zoom + top];

function fit(nodes) {
  if (!nodes.length) return;
  const across = nodes.map((n) => x[n]), up = nodes.map((n) => y[n]);
  const [west, east] = [Math.min(...across), Math.max(...across)];
  const [south, north] = [Math.min(...up), Math.max(...up)];
  const room = Math.min((wide - 90) / Math.max(east - west, 1), (tall - 80) / Math.max(north - south, 1));
  zoom = Math.max(0.2, Math.min(room, 90));
  left = wide / 2 - ((west + east) / 2) * zoom;
  top = tall / 2 + ((south + north) / 2) * zoom + 8;
}

function fitAll() {
  fit(inTurn);
  untouched = true;
  least = zoom / 2;
  draw();
}

function scale(factor, px = wide / 2, py = tall / 2) {
  const next = Math.max(least, Math.min(zoom * factor, 400));
  left = px - (px - left) * (next / zoom);
  top = py - (py - top) * (next / zoom);
  zoom = next;
  untouched = false;
  draw();
}

function move(dx, dy) {
  left += dx;
  top += dy;
  untouched = false;
  draw();
}

// ---- drawing

const lit = (n) =>
  (focus < 0 || n === focus || neighbours[focus].has(n)) && (only < 0 || group[n] === only || kind[n] === MANAGER);
const radius = (n) => {
  const plain = Math.max(2, Math.min(zoom * 0.28, 9));
  return kind[n] === MANAGER ? Math.max(8, plain * 1.6) : plain;
};

function draw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    paint();
  });
}

function paint() {
  const dense = window.devicePixelRatio || 1;
  pen.setTransform(dense, 0, 0, dense, 0, 0);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, wide, tall);
  paintTies();
  for (const n of [...inTurn].reverse()) {
    const [px, py] = at(n);
    if (px < -20 || py < -20 || px > wide + 20 || py > tall + 20) continue;
    pen.globalAlpha = lit(n) ? 1 : 0.12;
    paintMark(n, px, py);
  }
  pen.globalAlpha = 1;
  for (const n of [focus, hovered]) {
    if (n < 0) continue;
    pen.beginPath();
    pen.arc(...at(n), radius(n) + 4, 0, 7);
    pen.strokeStyle = "#1a1a1a";
    pen.lineWidth = 2;
    pen.stroke();
  }
  paintNames();
}

function paintTies() {
  const near = ties.length > 3000 && focus < 0 ? Math.max(0.35, Math.min(1, zoom / 25)) : 1;
  const dimmed = focus >= 0 || only >= 0;
  const fan = focus >= 0 && neighbours[focus].size > 60 ? 0.5 : 1; // many lines meet in one point
  for (const contact of [0, 1]) {
    for (let step = 0; step < STEPS; step++) {
      const paths = { plain: new Path2D(), faint: new Path2D() };
      for (const tie of ties) {
        if (tie.contact !== contact || tie.step !== step) continue;
        const path = dimmed && !(lit(tie.one) && lit(tie.other)) ? paths.faint : paths.plain;
        path.moveTo(...at(tie.one));
        path.lineTo(...at(tie.other));
      }
      pen.lineWidth = near * (contact ? fan : 1) * (0.6 + 0.7 * step);
      pen.strokeStyle = contact ? "#d98a57" : near < 1 ? "#b9b9b9" : "#8c8c8c";
      pen.globalAlpha = 0.06;
      pen.stroke(paths.faint);
      pen.globalAlpha = contact && (focus < 0 || fan < 1) ? 0.6 : 1;
      pen.stroke(paths.plain);
    }
  }
  pen.globalAlpha = 1;
}

function shape(n, px, py, r) {
  pen.beginPath();
  if (kind[n] === 0) pen.arc(px, py, r, 0, 7);
  else if (kind[n] === 1) pen.rect(px - r, py - r, 2 * r, 2 * r);
  else {
    const points = kind[n] === MANAGER ? 10 : 4;
    for (let k = 0; k < points; k++) {
      const far = kind[n] === MANAGER && k % 2 ? r * 0.45 : r * 1.25;
      const turn = (2 * Math.PI * k) / points - Math.PI / 2;
      pen.lineTo(px + far * Math.cos(turn), py + far * Math.sin(turn));
    }
    pen.closePath();
  }
}

function paintMark(n, px, py) {
  const look = data.groups[group[n]] ?? { colour: data.colours.none, fill: "full" };
  const colour = kind[n] === MANAGER ? data.colours.manager : look.colour;
  const full = kind[n] === MANAGER || look.fill === "full";
  const r = radius(n), edge = full ? 0.8 : Math.max(1, r * 0.45);
  shape(n, px, py, full ? r : r - edge / 2);
  pen.fillStyle = full ? colour : "#fff";
  pen.fill();
  pen.lineWidth = edge;
  pen.strokeStyle = !full ? colour : colour === "#F0E442" ? "#595959" : "#fff";
  pen.stroke();
  if (!full && look.fill === "dot") {
    pen.beginPath();
    pen.arc(px, py, r * 0.35, 0, 7);
    pen.fillStyle = colour;
    pen.fill();
  }
}

// Names of regions and managers, then of as many others as there is room for.
function paintNames() {
  const taken = [];
  for (const [name, west, east, north] of data.headings) {
    const place = [((west + east) / 2) * zoom + left, -north * zoom + top - 16, 0.5];
    write([name], taken, "600 14px", true, [place]);
  }
  const wanted = managers.filter(lit);
  if (focus >= 0) wanted.unshift(focus, ...[...neighbours[focus]].slice(0, 60));
  if (zoom > 40) wanted.push(...inTurn.filter(lit));
  const seen = inTurn.filter((n) => at(n).every((p, axis) => p > 0 && p < (axis ? tall : wide)));
  for (const n of seen.length < 300 ? seen : managers) {
    const [px, py] = at(n), r = radius(n) * 0.8;
    taken.push([px - r, py - r, px + r, py + r]);
  }
  const inside = new Set(seen);
  for (const n of new Set(wanted)) {
    if (!inside.has(n)) continue;
    const [px, py] = at(n), r = radius(n) + 5;
    const places = [[px + r, py, 0], [px, py + r + 6, 0.5], [px, py - r - 6, 0.5], [px - r, py, 1]];
    const always = kind[n] === MANAGER || n === focus;
    const texts = kind[n] === MANAGER && !data.named ? [label[n], label[n].split(" ").pop()] : [label[n]];
    write(texts, taken, always ? "600 14px" : "13px", always, places);
  }
}

// The first text that fits at a free place; what is written always is so even if none is free.
function write(texts, taken, font, always, places) {
  pen.font = `${font} ${FONT}`;
  const free = ([w, n, e, s]) =>
    w > 0 && e < wide && n > 0 && s < tall && !taken.some((b) => w < b[2] && e > b[0] && n < b[3] && s > b[1]);
  let short, boxes, box;
  for (const text of texts) {
    short = text.length > 40 ? text.slice(0, 39) + "…" : text;
    const width = pen.measureText(short).width;
    boxes = places.map(([px, py, share]) => {
      const from = px - share * width;
      return [from - 2, py - 8, from + width + 2, py + 8];
    });
    if ((box = boxes.find(free))) break;
  }
  if (!box && !always) return;
  box ??= boxes[0];
  taken.push(box);
  const [px, py] = [box[0] + 2, box[1] + 8];
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = "#fff";
  pen.strokeText(short, px, py);
  pen.fillStyle = "#1a1a1a";
  pen.fillText(short, px, py);
}

// ---- asking

function facts(n) {
  const lines = [data.kinds[kind[n]].label];
  if (data.groups[group[n]] && data.groups[group[n]].label !== lines[0]) lines.push(data.groups[group[n]].label);
  if (data.regions.length > 1 && !lines.includes(data.regions[region[n]])) lines.push(data.regions[region[n]]);
  const words = kind[n] === MANAGER ? texts.contacts_of : texts.ties_of;
  lines.push(words.replace("%", number.format(neighbours[n].size)));
  return lines.join(" · ");
}

function hover(n) {
  if (n !== hovered) draw();
  hovered = n;
  tip.hidden = n < 0;
  if (n < 0) return;
  const name = document.createElement("b");
  name.textContent = label[n];
  tip.replaceChildren(name, facts(n));
  const [px, py] = at(n);
  tip.style.left = `${Math.max(4, Math.min(px + 16, wide - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(py + 16, tall - tip.offsetHeight - 4))}px`;
}

function choose(n, look = false) {
  focus = n;
  by("manager").value = n >= 0 && kind[n] === MANAGER ? n : -1;
  told.textContent = n < 0 ? "" : `${label[n]}: ${facts(n)}`;
  if (n >= 0 && look) {
    fit([n, ...neighbours[n]]);
    untouched = false;
  }
  hover(look ? -1 : n);
  draw();
}

function nearest(px, py) {
  let found = -1, best = 14;
  for (const n of inTurn) {
    const [nx, ny] = at(n);
    const far = Math.hypot(nx - px, ny - py) - radius(n);
    if (far < best) [found, best] = [n, far];
  }
  return found;
}

// ---- hands: mouse, touch and keys

const touching = new Map();
let moved = 0;
const place = (event) => [event.offsetX, event.offsetY];
canvas.addEventListener("pointerdown", (event) => {
  touching.set(event.pointerId, place(event));
  canvas.setPointerCapture(event.pointerId);
  moved = 0;
});
canvas.addEventListener("pointermove", (event) => {
  const before = touching.get(event.pointerId), now = place(event);
  if (!before) return hover(nearest(...now));
  moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
  const other = [...touching].find(([id]) => id !== event.pointerId)?.[1];
  touching.set(event.pointerId, now);
  if (!other) return moved > 4 && (hover(-1), move(now[0] - before[0], now[1] - before[1]));
  const apart = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
  scale(apart(now) / Math.max(apart(before), 1), ...other);
});
canvas.addEventListener("pointerup", (event) => {
  if (touching.size === 1 && moved <= 4) choose(nearest(...place(event)));
  touching.delete(event.pointerId);
});
canvas.addEventListener("pointercancel", (event) => touching.delete(event.pointerId));
canvas.addEventListener("pointerleave", () => hover(-1));
canvas.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    scale(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 200), ...place(event));
  },
  { passive: false },
);

function turn(step) {
  const from = hovered < 0 && step < 0 ? 0 : inTurn.indexOf(hovered);
  const n = inTurn[(from + step + COUNT) % COUNT];
  const [px, py] = at(n);
  if (px < 40 || py < 40 || px > wide - 40 || py > tall - 40) move(wide / 2 - px, tall / 2 - py);
  hover(n);
  told.textContent = `${label[n]}: ${facts(n)}`;
}
const keys = {
  ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
  "+": () => scale(1.4), "=": () => scale(1.4), "-": () => scale(1 / 1.4), 0: fitAll,
  n: () => turn(1), p: () => turn(-1), Enter: () => choose(hovered), Escape: () => choose(-1),
};
canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !COUNT) return;
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act) event.preventDefault(), act();
});
canvas.addEventListener("blur", () => hover(-1));

by("larger").addEventListener("click", () => scale(1.4));
by("smaller").addEventListener("click", () => scale(1 / 1.4));
by("all").addEventListener("click", () => (choose(-1), fitAll()));
by("manager").addEventListener("change", (event) => {
  choose(Number(event.target.value), true);
  if (focus < 0) fitAll();
});
const spelt = (text) => text.trim().toLocaleLowerCase(data.language);
by("search").addEventListener("change", (event) => {
  const wanted = spelt(event.target.value);
  if (!wanted) return choose(-1);
  const exact = inTurn.find((n) => spelt(label[n]) === wanted);
  const found = exact ?? inTurn.find((n) => spelt(label[n]).includes(wanted));
  if (found === undefined) told.textContent = texts.nothing;
  else choose(found, true);
});
by("tools").addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("[data-group]")) {
  button.addEventListener("click", () => {
    const own = Number(button.dataset.group);
    only = only === own ? -1 : own;
    for (const each of document.querySelectorAll("[data-group]")) each.ariaPressed = String(Number(each.dataset.group) === only);
    draw();
  });
}

// ---- lists that are filled when they are needed

const names = by("names");
by("search").addEventListener("focus", () => names.append(...inTurn.map((n) => new Option(label[n], label[n]))), { once: true });
by("table").addEventListener("toggle", () => {
  for (const n of inTurn.filter((one) => kind[one] !== MANAGER)) {
    const row = by("organisations").insertRow();
    const cells = [label[n], data.kinds[kind[n]].label, data.groups[group[n]]?.label ?? "", data.regions[region[n]], number.format(neighbours[n].size)];
    for (const cell of cells) row.insertCell().textContent = cell;
  }
}, { once: true });

new ResizeObserver(() => {
  const dense = window.devicePixelRatio || 1;
  [wide, tall] = [canvas.clientWidth, canvas.clientHeight];
  [canvas.width, canvas.height] = [wide * dense, tall * dense];
  hover(-1);
  if (untouched) fitAll();
  paint();
}).observe(canvas);
