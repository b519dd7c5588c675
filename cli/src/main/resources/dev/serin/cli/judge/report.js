'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const plots = [];

  const shown = value => value == null ? '-' : String(Number(value.toPrecision(4)));
  const axis = () => ({
    stroke: () => colour('faint'),
    grid: {stroke: () => colour('line'), width: 1},
    ticks: {stroke: () => colour('line'), width: 1, size: 5},
    font: '12px system-ui, sans-serif',
  });

  function axes(x, y) {
    return [
      {...axis(), values: (_, all) => all.map(shown), label: x, labelSize: 20, size: 34, labelFont: '12px system-ui, sans-serif'},
      {...axis(), values: (_, all) => all.map(shown), size: (u, all) => 26 + 7 * Math.max(2, ...(all ?? []).map(one => one.length)), label: y, labelSize: y ? 20 : 0, labelFont: '12px system-ui, sans-serif'},
    ];
  }

  function draw(host, options, values) {
    const size = () => ({width: Math.max(240, host.clientWidth), height: 230});
    const plot = new uPlot({...options, ...size(), cursor: {drag: {x: true, y: false}}}, values, host);
    plots.push(plot);
    new ResizeObserver(() => {
      if (plot.width !== size().width) plot.setSize(size());
    }).observe(host);
  }

  function overTime(host, metric) {
    const last = Math.max(0, ...[metric.control[0], metric.experiment[0]].map(x => x.length ? x[x.length - 1] : 0));
    const [divisor, unit] = !data.timed ? [1, 'point'] : last > 7200 ? [3600, 'hours'] : last > 180 ? [60, 'minutes'] : [1, 'seconds'];
    const offset = data.timed ? 0 : 1;
    const side = ([x, y]) => [x.map(one => one / divisor + offset), y];
    const line = (label, name) => ({
      label, stroke: () => colour(name), width: 1.5, spanGaps: false, value: (_, v) => shown(v),
      points: {size: 5, width: 1, stroke: () => colour(name), fill: () => colour(name), show: (u, i) => u.data[i].filter(v => v != null).length < 150},
    });
    draw(host, {
      padding: [null, 20, null, null],
      title: 'over time',
      scales: {x: {time: false}},
      axes: axes(data.timed ? unit + ' from the start' : unit, ''),
      series: [{label: unit, value: (_, v) => shown(v)}, line('baseline', 'control'), line('canary', 'experiment')],
    }, uPlot.join([side(metric.control), side(metric.experiment)]));
  }

  function spread(host, metric) {
    const known = [metric.control[1], metric.experiment[1]].map(all => all.filter(v => v != null));
    let low = Infinity, high = -Infinity;
    for (const all of known) for (const v of all) { low = Math.min(low, v); high = Math.max(high, v); }
    if (low > high) [low, high] = [0, 1];
    if (low === high) { const by = Math.abs(low) / 10 || 0.5; low -= by; high += by; }
    const bins = Math.min(40, Math.max(8, Math.ceil(Math.sqrt(Math.max(known[0].length, known[1].length)) * 1.6)));
    const width = (high - low) / bins;
    const counts = known.map(all => {
      const shares = new Array(bins).fill(null);
      for (const v of all) shares[Math.min(bins - 1, Math.floor((v - low) / width))] += 100 / all.length;
      return shares;
    });
    const bars = (label, name) => ({
      label, stroke: () => colour(name), fill: () => colour(name) + '55', width: 1, points: {show: false},
      paths: uPlot.paths.bars({size: [1, Infinity], align: 1, gap: 1}), value: (_, v) => v == null ? '-' : shown(v) + ' %',
    });
    draw(host, {
      padding: [null, 20, null, null],
      title: 'distribution, % of points',
      scales: {x: {time: false, range: () => [low - width, high + width]}, y: {range: (_, __, most) => [0, (most || 1) * 1.08]}},
      axes: axes('value', ''),
      series: [{label: 'from', value: (_, v) => shown(v)}, bars('baseline', 'control'), bars('canary', 'experiment')],
    }, [counts[0].map((_, bin) => low + bin * width), ...counts]);
  }

  const drawn = new Set();

  function drawCard(card) {
    if (drawn.has(card)) return;
    drawn.add(card);
    observer.unobserve(card);
    const metric = data.metrics[Number(card.id.slice(1))];
    overTime(card.querySelector('.time'), metric);
    spread(card.querySelector('.spread'), metric);
  }

  document.documentElement.classList.add('scripts');
  // A few at once, hundreds only as they come into view, and all on paper.
  const cards = [...document.querySelectorAll('.card')];
  const observer = new IntersectionObserver(
    entries => entries.filter(one => one.isIntersecting).forEach(one => drawCard(one.target)), {rootMargin: '400px'});
  cards.slice(0, 12).forEach(drawCard);
  cards.slice(12).forEach(card => observer.observe(card));
  addEventListener('beforeprint', () => cards.forEach(drawCard));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plots.forEach(plot => plot.redraw()));
})();
