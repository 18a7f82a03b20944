'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
Chart.defaults.color = dark ? '#9da7b3' : '#57606a';
Chart.defaults.borderColor = dark ? '#30363d' : '#d0d7de';
Chart.defaults.font.family = 'system-ui, sans-serif';
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;

// Okabe-Ito: tells four series apart for colour-blind readers too; shapes differ as well.
const look = {
  planned: { label: 'Planned', color: '#0072b2', pointStyle: 'circle' },
  'no-optimization': { label: 'No optimisation', color: '#999999', pointStyle: 'rect' },
  pruning: { label: 'Pruning (equal loss)', color: '#d55e00', pointStyle: 'triangle' },
  'auto-encoder': { label: 'Auto-encoder', color: '#009e73', pointStyle: 'rectRot' },
};
const percent = (v, digits = 2) => (100 * v).toFixed(digits) + ' %';
const bytes = v => v >= 1e6 ? (v / 1e6).toFixed(2) + ' MB' : v >= 1e3 ? (v / 1e3).toFixed(1) + ' kB' : v + ' B';
const shown = data.comparison_level;
const planned = data.patterns.filter(p => p.level === shown).sort((a, b) => a.cut - b.cut);
const cuts = planned.map(p => p.cut);
const scheme = name => cuts.map(cut => name === 'planned'
  ? planned.find(p => p.cut === cut)
  : data.baselines.find(b => b.name === name && b.cut === cut));
const deepest = data.patterns.filter(p => p.cut === Math.max(...cuts)).sort((a, b) => a.level - b.level);

function row(table, cells, tag = 'td', className = '') {
  const tr = document.createElement('tr');
  tr.className = className;
  for (const cell of cells) {
    const el = document.createElement(tag);
    if (tag === 'th') el.scope = 'col';
    el.textContent = cell;
    tr.append(el);
  }
  table.append(tr);
}

function tableOf(id, header, rows) {
  const table = document.getElementById(id);
  const head = document.createElement('thead');
  const body = document.createElement('tbody');
  table.append(head, body);
  row(head, header, 'th');
  for (const r of rows) row(body, r.cells, 'td', r.chosen ? 'chosen-row' : '');
}

function lines(id, field, options = {}) {
  new Chart(document.getElementById(id), {
    type: 'line',
    data: {
      labels: cuts,
      datasets: Object.entries(look).filter(([name]) => !options.only || options.only.includes(name)).map(([name, style]) => ({
        label: style.label, borderColor: style.color, backgroundColor: style.color, pointStyle: style.pointStyle, pointRadius: 4,
        data: scheme(name).map(s => s ? field(s) : null), spanGaps: false,
      })),
    },
    options: { scales: { x: { title: { display: true, text: 'cut' } }, y: { type: options.log ? 'logarithmic' : 'linear', title: { display: true, text: options.unit ?? '' } } }, plugins: { legend: { labels: { usePointStyle: true } } } },
  });
}

document.getElementById('subtitle').textContent =
  `${data.model.name}: ${data.model.parameters.toLocaleString('en')} parameters, fp32 Top-1 ${percent(data.fp32_top1)} on ${data.test_images.toLocaleString('en')} test images of ${data.model.dataset}.`;
const chosen = document.getElementById('chosen');
for (const text of [data.chosen.summary, ...data.chosen.reasons]) {
  const p = document.createElement('p');
  p.textContent = text;
  chosen.append(p);
}

document.getElementById('cut-note').textContent =
  `Accepted loss ${shown} points. Payload is the coded segment as it goes over the wire against its fp32 weights. Top-1 and loss: measured end to end by a device and a server process, with the 95 % interval. Time, energy and cost: by QPART's model with its Table II, segment sent for ${data.expected_requests.toLocaleString('en')} request(s). Measured: on loopback, one image per request.`;
tableOf('cuts', ['cut', 'payload', 'ratio', 'cut tensor', 'Top-1', 'loss (95 %), points', 'time', 'energy', 'cost / 1M', 'objective', 'measured device / link / server'],
  planned.map(p => ({ chosen: p.cut === data.chosen.cut, cells: [
    p.name, bytes(p.payload_bytes), p.fp32_bytes ? percent(p.payload_ratio, 1) : '-', bytes(p.cut_tensor_bytes), percent(p.top1),
    `${p.drop_points.toFixed(2)} (${p.drop_interval[0].toFixed(2)} to ${p.drop_interval[1].toFixed(2)})`,
    (1e3 * p.modelled.total_s).toFixed(2) + ' ms', (1e3 * p.modelled.energy_j).toFixed(2) + ' mJ', '$' + (1e6 * p.modelled.cost_usd).toFixed(4), p.objective.toPrecision(4),
    p.measured_ms ? `${p.measured_ms.device.toFixed(2)} / ${(p.measured_ms.uplink + p.measured_ms.downlink).toFixed(2)} / ${p.measured_ms.server.toFixed(2)} ms` : '-',
  ] })));

new Chart(document.getElementById('fig3'), {
  type: 'bar',
  data: { labels: data.layers.map(l => l.name), datasets: [{ label: 'reduction, %', backgroundColor: '#0072b2', data: data.layers.map(l => 100 * l.reduction) }] },
  options: { scales: { y: { min: 0, max: 100, title: { display: true, text: '%' } } }, plugins: { legend: { display: false } } },
});
const pair = ['planned', 'no-optimization'];
new Chart(document.getElementById('fig5'), {
  type: 'line',
  data: { labels: cuts, datasets: pair.flatMap(name => [
    { label: `${look[name].label}: time, ms`, borderColor: look[name].color, backgroundColor: look[name].color, data: scheme(name).map(s => s ? 1e3 * s.modelled.total_s : null) },
    { label: `${look[name].label}: energy, mJ`, borderColor: look[name].color, backgroundColor: look[name].color, borderDash: [5, 4], data: scheme(name).map(s => s ? 1e3 * s.modelled.energy_j : null) },
  ]) },
  options: { scales: { x: { title: { display: true, text: 'cut' } } } },
});
lines('fig5c', s => 1e6 * s.modelled.cost_usd, { only: pair, unit: 'USD per million' });
new Chart(document.getElementById('fig6'), {
  type: 'line',
  data: { labels: deepest.map(p => p.level), datasets: [{ label: 'coded size, kB', borderColor: '#0072b2', backgroundColor: '#0072b2', data: deepest.map(p => p.payload_bytes / 1e3) }] },
  options: { scales: { x: { title: { display: true, text: 'accepted loss, points' } }, y: { title: { display: true, text: 'kB' } } }, plugins: { legend: { display: false } } },
});
lines('fig7', s => s.objective);
lines('fig8', s => s.modelled.total_s, { unit: 's' });
lines('fig9', s => s.modelled.energy_j, { unit: 'J' });
lines('fig10', s => s.payload_bytes + s.cut_tensor_bytes, { log: true, unit: 'bytes' });

const columns = ['planned', 'no-optimization', 'pruning', 'pruning-equal-payload', 'auto-encoder'];
tableOf('table3', ['cut', 'Planned', 'No optimisation', 'Pruning, equal loss', 'Pruning, equal payload', 'Auto-encoder, equal cut tensor'],
  cuts.map(cut => ({ cells: [cut, ...columns.map(name => {
    const s = scheme(name)[cuts.indexOf(cut)];
    return s ? `${percent(s.top1)} (${bytes(s.payload_bytes + s.cut_tensor_bytes)})` : 'does not apply';
  })] })));
const trivial = [
  ...data.baselines.filter(b => b.name === 'all-on-device').map(b => ['all on the device, fp32', b]),
  ...planned.filter(p => p.cut === Math.max(...cuts)).map(p => ['all on the device, planned bits', p]),
  ...data.baselines.filter(b => b.name === 'no-optimization' && b.cut === 0).map(b => ['send the input as floats', b]),
  ...planned.filter(p => p.cut === 0).map(p => ['send the input, planned bits', p]),
  ...data.baselines.filter(b => b.name === 'send-encoded-input').map(b => ['send the losslessly encoded input', b]),
];
tableOf('trivial', ['strategy', 'weights sent', 'sent per request', 'Top-1', 'time', 'energy', 'objective'],
  trivial.map(([name, s]) => ({ cells: [name, bytes(s.payload_bytes), bytes(Math.round(s.cut_tensor_bytes)), percent(s.top1),
    (1e3 * s.modelled.total_s).toFixed(2) + ' ms', (1e3 * s.modelled.energy_j).toFixed(2) + ' mJ', s.objective.toPrecision(4)] })));
tableOf('patterns', ['cut', 'level', 'bits', 'cut bits', 'payload', 'ratio', 'cut tensor', 'Top-1', '95 %', 'loss, points', 'objective'],
  data.patterns.map(p => ({ chosen: p.cut === data.chosen.cut && p.level === data.chosen.level, cells: [
    p.name, p.level, p.bits.join(' ') || '-', p.cut_bits, bytes(p.payload_bytes), p.fp32_bytes ? percent(p.payload_ratio, 1) : '-', bytes(p.cut_tensor_bytes),
    percent(p.top1), `${percent(p.interval[0])} to ${percent(p.interval[1])}`, p.drop_points.toFixed(2), p.objective.toPrecision(4),
  ] })));
document.getElementById('method').textContent =
  `Fulcrum ${data.environment.fulcrum}, ${data.environment.runtime}, ${data.environment.os}, ${data.environment.threads} thread(s), seed ${data.environment.seed}. ${data.method}`;
