// The page of "vole heap". D3 draws; the numbers come from the command (vm/command/heap/page.c).
"use strict";

const NONE = 0xffffffff;
const data = JSON.parse(document.getElementById("data").textContent);
const main = d3.select("main");
let nodes = null; // arrays by node, once they are unpacked

const number = n => n.toLocaleString("en");
const size = bytes => {
  let unit = 0;
  for (; Math.abs(bytes) >= 1000 && unit < 4; unit++)
    bytes /= 1000;
  return (unit ? bytes.toFixed(1) : bytes.toFixed(0)) + " " + ["B", "KB", "MB", "GB", "TB"][unit];
};
const fromBase64 = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const bit = (bits, i) => bits[i >> 3] >> (i & 7) & 1;

async function unpack(id, type) {
  const packed = fromBase64(document.getElementById(id).textContent);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new type(await new Response(stream).arrayBuffer());
}

async function unpackNodes() {
  const [klass, dominator, bytes, retained] = await Promise.all([
    unpack("class", Uint32Array), unpack("dominator", Uint32Array),
    unpack("bytes", Uint32Array), unpack("retained", Float64Array)]);
  // The children of each node in the tree of dominators: a counting sort by dominator.
  const first = new Uint32Array(data.nodes + 2);
  for (let i = 0; i < data.nodes; i++)
    if (dominator[i] !== NONE)
      first[dominator[i] + 2]++;
  for (let i = 2; i < first.length; i++)
    first[i] += first[i - 1];
  const child = new Uint32Array(first[data.nodes + 1]);
  for (let i = 0; i < data.nodes; i++)
    if (dominator[i] !== NONE)
      child[first[dominator[i] + 1]++] = i;
  nodes = { klass, dominator, bytes, retained, first, child };
}

// Tables.

// Shows rows in a table. A column has a title, a value to sort by and a text.
function table(parent, columns, rows, open, order) {
  const state = { column: order, descending: true };
  const element = parent.append("table");
  const head = element.append("tr").selectAll("th").data(columns).enter().append("th")
    .attr("class", c => c.name ? "name" : c.html ? "bar" : "").text(c => c.title);
  const body = element.append("tbody");
  const show = () => {
    const column = columns[state.column];
    rows.sort((a, b) => d3.ascending(column.value(a), column.value(b)) * (state.descending ? -1 : 1));
    body.selectAll("tr").remove();
    const lines = body.selectAll("tr").data(rows.slice(0, 500)).enter().append("tr");
    if (open)
      lines.attr("class", "open").on("click", open);
    for (const c of columns)
      lines.append("td").attr("class", c.name ? "name" : c.html ? "bar" : "").html(c.html || (d => escape_(c.text(d))));
    if (rows.length > 500)
      body.append("tr").append("td").attr("colspan", columns.length).attr("class", "name")
        .text(`and ${number(rows.length - 500)} more`);
  };
  head.on("click", (c, i) => {
    state.descending = state.column === i ? !state.descending : !c.name;
    state.column = i;
    show();
  });
  show();
}

function escape_(text) {
  return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function share(part) {
  return `<span class="share" style="width:${Math.round(100 * part)}px"></span>`;
}

const allRetained = () => Math.max(1, d3.max(data.classes, c => c[3]));

function showTypes() {
  main.append("p").text("Each type with what it retains: what would be free without all objects of it. " +
    "A click says why they are alive.");
  const filter = main.append("input").attr("placeholder", "part of a name");
  const place = main.append("div");
  const most = allRetained();
  const show = () => {
    place.selectAll("*").remove();
    const wanted = filter.property("value");
    const rows = data.classes.map((c, i) => ({ i, name: c[0], count: c[1], bytes: c[2], retained: c[3] }))
      .filter(c => c.bytes > 0 && c.name.includes(wanted));
    table(place, [
      { title: "objects", value: c => c.count, text: c => number(c.count) },
      { title: "bytes", value: c => c.bytes, text: c => number(c.bytes) },
      { title: "retained", value: c => c.retained, text: c => number(c.retained) },
      { title: "", value: c => c.retained, html: c => share(c.retained / most) },
      { title: "type", name: true, value: c => c.name, text: c => c.name }], rows, c => choose("ways", c.i), 2);
  };
  filter.on("input", show);
  show();
}

// The ways from the root to objects of a class, merged.
function showWays(klass) {
  if (klass === undefined)
    klass = d3.range(data.classes.length).filter(i => data.classes[i][2] > 0)
      .sort((a, b) => data.classes[b][2] - data.classes[a][2])[0];
  const ends = d3.range(data.steps.length).filter(i => data.steps[i][1] === klass)
    .sort((a, b) => data.steps[b][4] - data.steps[a][4]);
  main.append("h2").text(`Why ${data.classes[klass][0]} is alive: ${number(ends.length)} ways`);
  for (const end of ends.slice(0, 100)) {
    const way = [];
    for (let i = end; i >= 0; i = data.steps[i][0])
      way.unshift(i);
    const [, , , count, bytes] = data.steps[end];
    const lines = way.slice(1).map((i, depth) => {
      const label = data.labels[data.steps[i][2]];
      const name = escape_(data.classes[data.steps[i][1]][0]);
      return "  ".repeat(depth) + (label ? `${escape_(label)} → ` : "") + (i === end ? `<b>${name}</b>` : name);
    });
    main.append("div").attr("class", "way")
      .html(`${number(count)} objects, ${size(bytes)}\n` + lines.join("\n"));
  }
  if (ends.length === 0)
    main.append("p").text("Nothing leads to it: it is garbage.");
}

// Dominators.

// What the nodes dominate, by class. Nodes of their own class are looked through, as in a list.
function dominated(group) {
  const byClass = new Map();
  const left = Array.from(group.nodes);
  while (left.length > 0) {
    const node = left.pop();
    for (let i = nodes.first[node]; i < nodes.first[node + 1]; i++) {
      const c = nodes.child[i], klass = nodes.klass[c];
      if (klass === group.klass) {
        left.push(c);
        continue;
      }
      let child = byClass.get(klass);
      if (!child)
        byClass.set(klass, child = { klass, nodes: [], retained: 0, parent: group });
      child.nodes.push(c);
      child.retained += nodes.retained[c];
    }
  }
  return Array.from(byClass.values()).sort((a, b) => b.retained - a.retained);
}

const groupName = g => (g.nodes.length > 1 ? `${number(g.nodes.length)} × ` : "") + data.classes[g.klass][0];

function showRetained(group) {
  group = group || { klass: nodes.klass[data.root], nodes: [data.root], retained: nodes.retained[data.root] };
  const way = [];
  for (let g = group; g; g = g.parent)
    way.unshift(g);
  const line = main.append("h2");
  way.forEach((g, i) => {
    line.append("span").text(i ? " › " : "");
    line.append("a").attr("href", "#").text(`${groupName(g)} ${size(g.retained)}`)
      .on("click", () => { d3.event.preventDefault(); choose("retained", g); });
  });
  main.append("p").text("Areas are what is retained: a thing in another one is free once that is. A click goes in.");
  const children = dominated(group).filter(g => g.retained > 0);
  const own = group.nodes.reduce((sum, n) => sum + nodes.bytes[n], 0);
  drawMap(children.slice(0, 200), own, group);
  table(main, [
    { title: "retained", value: g => g.retained, text: g => number(g.retained) },
    { title: "", value: g => g.retained, html: g => share(g.retained / group.retained) },
    { title: "objects", value: g => g.nodes.length, text: g => number(g.nodes.length) },
    { title: "type", name: true, value: g => data.classes[g.klass][0], text: g => data.classes[g.klass][0] }],
    children, g => choose("retained", g), 0);
}

function drawMap(children, own, group) {
  const width = 1100, height = 420;
  const colour = d3.scale.category20();
  const items = children.map(g => ({ group: g, value: g.retained }));
  if (own > 0)
    items.push({ group: null, value: own });
  const laid = d3.layout.treemap().size([width, height]).nodes({ children: items }).filter(d => !d.children);
  const cells = main.append("svg").attr("width", width).attr("height", height)
    .selectAll("g").data(laid).enter().append("g").attr("transform", d => `translate(${d.x},${d.y})`);
  cells.append("rect").attr("width", d => d.dx).attr("height", d => d.dy)
    .attr("fill", d => d.group ? colour(d.group.klass) : "#ddd")
    .on("click", d => d.group && choose("retained", d.group))
    .append("title").text(d => (d.group ? groupName(d.group) : "itself") + "\n" + size(d.value));
  const wide = cells.filter(d => d.dx > 60 && d.dy > 18);
  const fit = (text, d) => text.slice(0, Math.floor(d.dx / 7.2));
  wide.append("text").attr("x", 4).attr("y", 14).text(d => fit(d.group ? groupName(d.group) : "itself", d));
  wide.filter(d => d.dy > 34).append("text").attr("x", 4).attr("y", 30).text(d => size(d.value));
}

function showDifference() {
  const changes = new Map();
  const add = (list, sign) => list.forEach(([name, count, bytes]) => {
    const c = changes.get(name) || { name, count: 0, bytes: 0 };
    c.count += sign * count;
    c.bytes += sign * bytes;
    changes.set(name, c);
  });
  add(data.classes, 1);
  add(data.base, -1);
  const signed = n => (n > 0 ? "+" : "") + number(n);
  main.append("p").text("What has changed since the older snapshot.");
  table(main, [
    { title: "objects", value: c => Math.abs(c.count), text: c => signed(c.count) },
    { title: "bytes", value: c => Math.abs(c.bytes), text: c => signed(c.bytes) },
    { title: "type", name: true, value: c => c.name, text: c => c.name }],
    Array.from(changes.values()).filter(c => c.bytes || c.count), null, 1);
}

// The heap itself.

const cell = 4, across = 256; // pixels of a page; pages in a row

const pageKinds = [
  ["free, given back to the system", "#ffffff"], ["free", "#d1d5db"], ["cached by a P", "#fde68a"],
  ["stacks, collector", "#a78bfa"], ["objects with pointers", "#3b82f6"], ["objects without", "#34d399"]];

function pageKind(page, owner, allocated, scavenged, i) {
  const span = owner.get(page);
  if (span)
    return span[2] === 2 ? 3 : span[3] & 1 ? 5 : 4;
  return bit(allocated, i) ? 2 : bit(scavenged, i) ? 0 : 1;
}

function showHeap() {
  const owner = new Map();
  for (const span of data.spans)
    for (let i = 0; i < span[1]; i++)
      owner.set(span[0] + i, span);
  main.append("p").text(`Pages of ${number(data.pageBytes)} bytes, 256 in a row, by address. ` +
    "Darker: the span is in one of the smaller classes. A click shows the span.");
  const key = main.append("p");
  for (const [name, colour] of pageKinds) {
    key.append("span").attr("class", "key").style("background", colour);
    key.append("span").text(name);
  }
  const side = d3.select(document.createElement("div"));
  const chunks = data.chunks.map(([page, allocated, scavenged]) =>
    ({ page, allocated: fromBase64(allocated), scavenged: fromBase64(scavenged) })).sort((a, b) => a.page - b.page);
  const canvas = main.append("canvas").attr("width", across * cell).attr("height", chunks.length * 2 * cell);
  const draw = canvas.node().getContext("2d");
  chunks.forEach((chunk, c) => {
    for (let i = 0; i < 512; i++) {
      const kind = pageKind(chunk.page + i, owner, chunk.allocated, chunk.scavenged, i);
      const span = owner.get(chunk.page + i);
      const shade = span && span[2] === 1 ? (span[3] >> 1) / 68 : 0;
      draw.fillStyle = kind >= 4 ? d3.rgb(pageKinds[kind][1]).brighter(shade * 1.4) : pageKinds[kind][1];
      draw.fillRect(i % across * cell, (2 * c + Math.floor(i / across)) * cell, cell - 1, cell - 1);
    }
  });
  canvas.on("click", function () {
    const [x, y] = d3.mouse(this), row = Math.floor(y / cell);
    const chunk = chunks[row >> 1];
    if (chunk)
      showSpan(side, owner.get(chunk.page + (row & 1) * across + Math.floor(x / cell)));
  });
  main.node().appendChild(side.node());
  const spans = data.spans.filter(s => s[2] === 1);
  showSpan(side, spans.sort((a, b) => b[5] - a[5])[0]);
  showClasses();
}

const specialNames = ["", "finalizer", "profile", "reachable", "pin", "weak", "cleanup"];

function showSpan(side, span) {
  side.selectAll("*").remove();
  if (!span)
    return;
  const hex = n => "0x" + (n * data.pageBytes).toString(16);
  side.append("h2").text(`Span ${hex(span[0])}: ${span[1]} pages`);
  if (span[2] !== 1) {
    side.append("p").text("It holds a stack or the collector's buffers.");
    return;
  }
  const allocated = fromBase64(span[8]), marked = fromBase64(span[9]);
  const arena = data.arenas.find(a => span[0] >= a[0] && span[0] < a[0] + 8192);
  const flag = i => arena ? bit(fromBase64(arena[i]), span[0] - arena[0]) : "?";
  const specials = data.specials.filter(s => data.spans[s[0]] === span).map(s => specialNames[s[1]]);
  side.append("p").text(`${span[5]} objects of ${number(span[4])} bytes, span class ${span[3]}` +
    `${span[3] & 1 ? " (no pointers)" : ""}, free_index ${span[7]}, ${span[6] & 1 ? "swept" : "not swept"}; ` +
    `page_in_use ${flag(1)}, page_marks ${flag(2)}, page_specials ${flag(3)}` +
    (specials.length ? `; specials: ${specials.join(", ")}` : ""));
  for (const [name, bits, colour] of [["alloc_bits", allocated, "#3b82f6"], ["gcmark_bits", marked, "#111827"]]) {
    side.append("div").text(name);
    const columns = 128, canvas = side.append("canvas").attr("width", columns * 8)
      .attr("height", Math.ceil(span[5] / columns) * 8);
    const draw = canvas.node().getContext("2d");
    for (let i = 0; i < span[5]; i++) {
      draw.fillStyle = bit(bits, i) ? colour : "#e5e7eb";
      draw.fillRect(i % columns * 8, Math.floor(i / columns) * 8, 7, 7);
    }
  }
}

function showClasses() {
  const classes = new Map();
  for (const span of data.spans) {
    if (span[2] !== 1)
      continue;
    const bits = fromBase64(span[8]);
    let objects = 0;
    for (let i = 0; i < span[5]; i++)
      objects += bit(bits, i);
    const c = classes.get(span[3]) || { klass: span[3], size: span[3] >> 1 ? span[4] : "large", spans: 0, objects: 0, used: 0, free: 0, tail: 0 };
    c.spans++;
    c.objects += objects;
    c.used += objects * span[4];
    c.free += (span[5] - objects) * span[4];
    c.tail += span[1] * data.pageBytes - span[5] * span[4];
    classes.set(span[3], c);
  }
  main.append("h2").text("Fragmentation by class");
  const part = c => c.free / (c.used + c.free + c.tail);
  table(main, [
    { title: "class", value: c => c.klass, text: c => c.klass },
    { title: "bytes", value: c => c.klass, text: c => c.size },
    { title: "", value: c => c.klass & 1, text: c => c.klass & 1 ? "no pointers" : "" },
    { title: "spans", value: c => c.spans, text: c => number(c.spans) },
    { title: "objects", value: c => c.objects, text: c => number(c.objects) },
    { title: "used", value: c => c.used, text: c => number(c.used) },
    { title: "free slots", value: c => c.free, text: c => number(c.free) },
    { title: "tails", value: c => c.tail, text: c => number(c.tail) },
    { title: "free", value: part, html: c => share(part(c)) + ` ${(100 * part(c)).toFixed(0)} %` }],
    Array.from(classes.values()), null, 6);
}

function showSuspects() {
  main.append("p").text("What often turns out to be a leak. docs/heap.md has a walk for each kind.");
  main.append("pre").text(data.suspects);
}

// Tabs.

const tabs = [["types", "Types", showTypes], ["retained", "Who retains", showRetained], ["ways", "Why alive", showWays],
  ["suspects", "Suspects", showSuspects], ["difference", "Difference", showDifference], ["heap", "Pages and spans", showHeap]]
  .filter(([id]) => id !== "difference" || data.hasBase);

function choose(id, argument) {
  d3.select("nav").selectAll("button").classed("chosen", d => d[0] === id);
  main.selectAll("*").remove();
  tabs.find(t => t[0] === id)[2](argument);
}

async function begin() {
  const began = performance.now();
  d3.select("h1").text(`vole heap: ${data.name}`);
  const bytes = data.classes.reduce((sum, c) => sum + c[2], 0);
  d3.select("#summary").text(`${number(data.objects)} objects, ${size(bytes)}, ${number(data.pointers)} pointers; ` +
    `${data.collections} collections; the world stood for ${(data.pause / 1e6).toFixed(1)} ms`);
  d3.select("nav").selectAll("button").data(tabs).enter().append("button").text(t => t[1]).on("click", t => choose(t[0]));
  await unpackNodes();
  const wanted = location.hash.slice(1);
  choose(tabs.some(t => t[0] === wanted) ? wanted : "types");
  document.body.dataset.ready = Math.round(performance.now()); // since the page began to load
  document.body.dataset.unpacked = Math.round(performance.now() - began);
}

begin();
