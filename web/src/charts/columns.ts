import { s } from "../dom";
import { colours, picture, ticks, valueAxis, type Box } from "./frame";

export interface Columns {
  words: string;
  title: string;
  below: string;
  width: number;
  height?: number;
  /** Name of each column; those that there is room for are written. */
  places: string[];
  series: { name: string; values: number[] }[];
  say: (value: number) => string;
  /** A fixed end of the axis. */
  most?: number;
  /** Columns of which some have no value yet, as in a chart of time. */
  marked?: number;
}

/** Stacked columns side by side. */
export function columns(chart: Columns): SVGElement {
  const height = chart.height ?? 220;
  const box: Box = { left: 62, top: 28, width: chart.width - 70, height: height - 78 };
  const sums = chart.places.map((_, i) => chart.series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0));
  const axis = valueAxis(box, chart.most ? [0, chart.most / 2, chart.most] : ticks(Math.max(0, ...sums)), chart.say, chart.title);
  const step = box.width / Math.max(1, chart.places.length);
  const gap = step > 6 ? Math.min(8, step * 0.2) : 0;
  const every = Math.max(1, Math.ceil((Math.max(...chart.places.map((p) => p.length)) * 7 + 10) / step));
  const drawn = [...axis.drawn];
  chart.places.forEach((place, i) => {
    let below = 0;
    const x = box.left + i * step + gap / 2;
    chart.series.forEach((one, number) => {
      const value = one.values[i] ?? 0;
      if (value <= 0) return;
      const [from, to] = [axis.at(below), axis.at(below + value)];
      below += value;
      drawn.push(s("rect", { class: `c${number % colours}${chart.marked === i ? " marked" : ""}`, x, y: to, width: Math.max(1, step - gap), height: Math.max(0.5, from - to) }, s("title", {}, `${place}: ${one.name} ${chart.say(value)}`)));
    });
    if (i % every === 0) drawn.push(s("text", { x: x + (step - gap) / 2, y: box.top + box.height + 16, "text-anchor": "middle" }, place));
  });
  drawn.push(s("text", { class: "axis", x: box.left + box.width / 2, y: height - 8, "text-anchor": "middle" }, chart.below));
  return picture(chart.width, height, chart.words, drawn);
}
