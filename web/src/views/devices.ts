import type { DeviceEntry } from "../api";
import { h } from "../dom";
import { count, duration, milliseconds, number, rate } from "../format";
import { nothing, table } from "../table";
import type { View } from "./view";

export const phaseOf = (device: DeviceEntry, phase: string) => device.report.phases.find((p) => p.phase === phase);

const links = (device: DeviceEntry): string =>
  device.report.links.map((l) => `${l.from} to ${l.to}: ${[rate(l.bits_per_second), l.round_trip_ms === null ? "" : `${milliseconds(l.round_trip_ms)} round trip`].filter((t) => t).join(", ") || "not known"}`).join("; ");

export const devices: View = {
  id: "devices",
  title: "Devices",
  uses: (s) => [s.devices],
  draw: (state) => {
    const list = state.devices?.devices;
    if (!list) return [];
    if (list.length === 0) return [nothing("No device has reported yet. A device reports when it is told a name to report under:", "fulcrum device --plan DIR --next URL --data D --report NAME")];
    return [
      ...(state.devices!.complete ? [] : [h("p", {}, "The store cannot be reached: devices that reported to other replicas are missing.")]),
      table("Devices that reported, and what they last said", [
        { title: "Device", of: (d) => d.name },
        { title: "Heard", of: (d) => `${duration(d.age_seconds)} ago` },
        { title: "Model", of: (d) => d.report.model },
        { title: "Plan", of: (d) => h("code", {}, d.report.plan) },
        { title: "Requests", of: (d) => count(d.report.requests), isNumber: true },
        { title: "Per second", of: (d) => (d.report.seconds > 0 ? number(d.report.requests / d.report.seconds) : ""), isNumber: true },
        { title: "Median", of: (d) => (phaseOf(d, "total") ? milliseconds(phaseOf(d, "total")!.p50_ms) : ""), isNumber: true },
        { title: "99 %", of: (d) => (phaseOf(d, "total") ? milliseconds(phaseOf(d, "total")!.p99_ms) : ""), isNumber: true },
        { title: "Battery", of: (d) => (d.report.battery_percent === null ? "none" : `${number(d.report.battery_percent)} %`), isNumber: true },
        { title: "Links", of: links },
      ], list),
      ...list.filter((d) => d.report.phases.length > 0).map((d) =>
        h("details", { "data-keep": `phases of ${d.name}` }, h("summary", {}, `Phases of ${d.name}`),
          table(`Latency of ${d.name} by phase, as it measured it`, [
            { title: "Phase", of: (p) => p.phase },
            { title: "Mean", of: (p) => milliseconds(p.mean_ms), isNumber: true },
            { title: "Median", of: (p) => milliseconds(p.p50_ms), isNumber: true },
            { title: "95 %", of: (p) => milliseconds(p.p95_ms), isNumber: true },
            { title: "99 %", of: (p) => milliseconds(p.p99_ms), isNumber: true },
          ], d.report.phases))),
    ];
  },
};

export const fallbacks: View = {
  id: "fallbacks",
  title: "Fallbacks",
  uses: (s) => [s.devices],
  draw: (state) => {
    const list = state.devices?.devices;
    if (!list) return [];
    if (list.length === 0) return [nothing("Fallbacks are counted by devices, and none has reported yet:", "fulcrum device --plan DIR --next URL --data D --report NAME")];
    const all = list.reduce((sum, d) => sum + d.report.fallbacks, 0);
    return [
      h("p", {}, all === 0 ? "Every request was answered by the plan that was chosen for it." : `${count(all)} requests were answered by another plan than the chosen one, because the next tier was gone or late.`),
      table("Requests that fell back, by device", [
        { title: "Device", of: (d) => d.name },
        { title: "Requests", of: (d) => count(d.report.requests), isNumber: true },
        { title: "Fallbacks", of: (d) => count(d.report.fallbacks), isNumber: true },
        { title: "Share", of: (d) => (d.report.requests > 0 ? `${number((100 * d.report.fallbacks) / d.report.requests)} %` : ""), isNumber: true },
        { title: "Reasons", of: (d) => Object.entries(d.report.fallback_reasons).map(([reason, n]) => `${reason} ${count(n)}`).join(", ") || (d.report.fallbacks > 0 ? "not said" : "none") },
      ], list),
    ];
  },
};
