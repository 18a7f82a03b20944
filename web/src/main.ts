import { forget, Gone, read, Refusal, token, type DeviceList, type Latency, type ModelCuts, type Overview, type PlanList } from "./api";
import { byId } from "./dom";
import { forgetDrawn, frame, render } from "./render";
import { cuts } from "./views/cuts";
import { devices, fallbacks } from "./views/devices";
import { front } from "./views/front";
import { latency } from "./views/latency";
import { bits, plans } from "./views/plans";
import { server } from "./views/server";
import type { State, View } from "./views/view";

const period = 2000;
const views: View[] = [server, devices, plans, front, cuts, bits, latency, fallbacks];
const [content, ask, status] = [byId("content"), byId<HTMLFormElement>("ask"), byId("state")];
const state: State = { overview: null, latency: null, devices: null, plans: null, cuts: null, noCuts: {}, width: 0 };
let served = "";
let wasGone = false;

/** Says how it stands; only a change is written, for it is read out. */
function say(text: string, kind: "good" | "bad" | "waiting"): void {
  if (status.textContent !== text) status.textContent = text;
  status.dataset.kind = kind;
}

function show(): void {
  const width = Math.max(280, Math.min(860, content.clientWidth - 34));
  if (Math.abs(width - state.width) > 8) state.width = width;
  render(views, state, content);
}

async function readCuts(overview: Overview): Promise<void> {
  const now = JSON.stringify(overview.models);
  if (now === served) return;
  served = now;
  const found: ModelCuts[] = [];
  const missing: Record<string, string> = {};
  for (const name of new Set(overview.models.map((m) => m.name))) {
    try {
      found.push(await read<ModelCuts>(`models/${encodeURIComponent(name)}/cuts`));
    } catch (failure) {
      if (!(failure instanceof Refusal)) {
        served = "";
        return;
      }
      missing[name] = failure.message;
    }
  }
  [state.cuts, state.noCuts] = [found, missing];
  show();
}

async function readAll(): Promise<void> {
  const [overview, phases, list, planned] = await Promise.all([read<Overview>("overview"), read<Latency>("latency"), read<DeviceList>("devices"), read<PlanList>("plans")]);
  if (state.overview && overview.uptime_seconds < state.overview.uptime_seconds) {
    forget();
    served = "";
  }
  Object.assign(state, { overview, latency: phases, devices: list, plans: planned });
  byId("server").textContent = `${location.host}, version ${overview.version}`;
  ask.hidden = true;
  content.hidden = false;
  say("Live", "good");
  wasGone = false;
  show();
  void readCuts(overview);
}

/** Asks for a token, with the reason in words. */
function askFor(why: string): void {
  byId("ask-why").textContent = why;
  content.hidden = true;
  if (ask.hidden) {
    ask.hidden = false;
    byId("token").focus();
  }
  say("Waiting for a token", "waiting");
}

async function mayRead(): Promise<boolean> {
  if (token.get() !== null || state.overview !== null) return true;
  if (!(await read<{ asks_for_credentials: boolean }>("access")).asks_for_credentials) return true;
  // A browser's own certificate may do: the connection has shown it already.
  if (location.protocol === "https:" && !byId("ask-why").textContent) return true;
  askFor("Give an operator's token to see what it is doing.");
  return false;
}

async function look(): Promise<void> {
  try {
    if (!ask.hidden && token.get() === null) return;
    if (await mayRead()) await readAll();
  } catch (failure) {
    if (failure instanceof Gone) {
      if (!wasGone) say(state.overview ? `The server does not answer. What is shown is from ${new Date().toLocaleTimeString("en-GB")}; it is asked again every ${period / 1000} seconds.` : "The server does not answer. It is asked again.", "bad");
      wasGone = true;
    } else if (failure instanceof Refusal && (failure.status === 401 || failure.status === 403)) {
      const had = token.get() !== null;
      token.drop();
      askFor(failure.status === 403 ? "This token is a device's. The dashboard is for operators." : had ? "The token is not known here, or it was taken out." : "Give an operator's token to see what it is doing.");
    } else {
      say(failure instanceof Error ? failure.message : String(failure), "bad");
    }
  }
}

async function run(): Promise<void> {
  for (;;) {
    if (!document.hidden) await look();
    await new Promise((next) => setTimeout(next, period));
  }
}

ask.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId<HTMLInputElement>("token");
  token.set(field.value.trim());
  field.value = "";
  forget();
  forgetDrawn();
  void look().then(() => {
    if (ask.hidden) byId("main").focus();
  });
});
document.addEventListener("chosen", show);
document.addEventListener("visibilitychange", () => void (document.hidden || look()));
new ResizeObserver(() => {
  if (state.overview) show();
}).observe(content);
frame(views, content, byId("parts"));
void run();
