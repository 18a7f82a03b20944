import { h } from "../dom";
import { count, duration, number } from "../format";
import { nothing, table } from "../table";
import type { View } from "./view";

const card = (name: string, value: string): HTMLElement => h("div", { class: "card" }, h("dt", {}, name), h("dd", {}, value));

export const server: View = {
  id: "server-part",
  title: "Server",
  uses: (s) => [s.overview],
  draw: ({ overview }) => {
    if (!overview) return [];
    return [
      h("dl", { class: "cards" },
        card("Up for", duration(overview.uptime_seconds)),
        card("Requests per second, last minute", number(overview.requests_per_second)),
        card("Requests since the start", count(overview.requests)),
        card(overview.kind === "tier" ? `Plan, tier ${overview.tier}` : "Models", overview.models.map((m) => `${m.name} ${m.version}`).join(", ") || "none"),
      ),
      overview.errors.length > 0
        ? table("Refusals and failures by code", [{ title: "Code", of: (e) => h("code", {}, e.code) }, { title: "Requests", of: (e) => count(e.requests), isNumber: true }], overview.errors)
        : nothing("Nothing was refused and nothing failed since the start."),
      h("details", { "data-keep": "answers" }, h("summary", {}, "Answers by status, and limits"),
        table("Answers by HTTP status", [{ title: "Status", of: (e) => e.status }, { title: "Requests", of: (e) => count(e.requests), isNumber: true }], overview.statuses),
        table("Limits", [{ title: "Limit", of: ([name]) => name.replaceAll("_", " ") }, { title: "Value", of: ([, value]) => (value === 0 ? "none" : count(value)), isNumber: true }], Object.entries(overview.limits)),
      ),
    ];
  },
};
