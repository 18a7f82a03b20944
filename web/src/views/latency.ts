import type { Latency, SubjectLatency } from "../api";
import { columns } from "../charts/columns";
import { legend } from "../charts/frame";
import { h } from "../dom";
import { count, milliseconds, number } from "../format";
import { figure, nothing, table } from "../table";
import type { View } from "./view";

const clock = (seconds: number): string => new Date(1000 * seconds).toLocaleTimeString("en-GB");

function subject(one: SubjectLatency, latency: Latency, width: number): Node[] {
  const caption = `${one.name}: mean time of a request, by phase, over time`;
  const last = one.buckets[one.buckets.length - 1]!.start;
  const number0 = Math.ceil(latency.seconds / latency.bucket_seconds);
  const starts = Array.from({ length: number0 }, (_, i) => last - (number0 - 1 - i) * latency.bucket_seconds);
  const byStart = new Map(one.buckets.map((b) => [b.start, b]));
  const parts = latency.phases.slice(0, -1).map((name, p) => ({ name, values: starts.map((t) => byStart.get(t)?.mean_ms[p] ?? 0) })).filter((series) => series.values.some((v) => v > 0));
  const whole = one.phases[one.phases.length - 1]!;
  const words = `Columns over the last ${latency.seconds} seconds. Median of the whole ${milliseconds(whole.p50_ms)}, 95 % within ${milliseconds(whole.p95_ms)}.`;
  const chart = h("div", {}, columns({ words, title: "milliseconds", below: "time of day", width, places: starts.map(clock), series: parts, say: number, isClipped: true }), legend(parts.map((p) => p.name)));
  return [
    h("h3", {}, one.name),
    figure(caption, chart, table(caption, [
      { title: "From", of: (b) => clock(b.start) },
      { title: "Requests", of: (b) => count(b.requests), isNumber: true },
      ...latency.phases.map((phase, p) => ({ title: phase, of: (b: SubjectLatency["buckets"][number]) => milliseconds(b.mean_ms[p] ?? 0), isNumber: true })),
      { title: "95 % of total", of: (b) => milliseconds(b.p95_ms), isNumber: true },
    ], one.buckets), "A triangle marks a column that goes on beyond the axis."),
    table(`${one.name}: ${count(one.requests)} requests of the last ${latency.seconds} seconds, ${count(one.recorded)} since the start`, [
      { title: "Phase", of: (p) => p.phase },
      { title: "Mean", of: (p) => milliseconds(p.mean_ms), isNumber: true },
      { title: "Median", of: (p) => milliseconds(p.p50_ms), isNumber: true },
      { title: "95 %", of: (p) => milliseconds(p.p95_ms), isNumber: true },
      { title: "99 %", of: (p) => milliseconds(p.p99_ms), isNumber: true },
    ], one.phases),
  ];
}

export const latency: View = {
  id: "latency",
  title: "Latency by phase",
  uses: (s) => [s.latency, s.width],
  draw: ({ latency: found, width }) => {
    if (!found) return [];
    const busy = found.subjects.filter((one) => one.requests > 0);
    const idle = found.subjects.filter((one) => one.requests === 0);
    return [
      h("p", { class: "quiet" }, "As this server measures it, from the request in hand to the answer handed to the connection. The way to the server is in the devices' own figures."),
      ...busy.flatMap((one) => subject(one, found, width)),
      ...idle.map((one) => h("p", {}, `${one.name}: no request in the last ${found.seconds} seconds, ${count(one.recorded)} since the start.`)),
      found.subjects.length === 0 ? nothing("No request has been answered yet. Send some:", "fulcrum device --server URL --model NAME --data D") : null,
    ];
  },
};
