/** What the server answers (docs/protocol.md), and how it is asked. */

export interface Overview {
  version: string; kind: "repository" | "tier"; tier: string | null; models: { name: string; version: string }[];
  uptime_seconds: number; requests: number; requests_per_second: number;
  statuses: { status: number; requests: number }[]; errors: { code: string; requests: number }[]; limits: Record<string, number>;
}

export interface PhaseFigure { phase: string; mean_ms: number; p50_ms: number; p95_ms: number; p99_ms: number }
export interface LatencyBucket { start: number; requests: number; mean_ms: number[]; p95_ms: number }
export interface SubjectLatency { name: string; recorded: number; requests: number; phases: PhaseFigure[]; buckets: LatencyBucket[] }
export interface Latency { seconds: number; bucket_seconds: number; phases: string[]; subjects: SubjectLatency[] }

export interface DeviceReport {
  model: string; plan: string; seconds: number; requests: number; fallbacks: number; fallback_reasons: Record<string, number>;
  phases: PhaseFigure[]; links: { from: string; to: string; bits_per_second: number | null; round_trip_ms: number | null }[]; battery_percent: number | null;
}
export interface DeviceEntry { name: string; age_seconds: number; report: DeviceReport }
export interface DeviceList { most: number; expiry_seconds: number; complete: boolean; devices: DeviceEntry[] }

export interface PatternRow {
  cut: number; level: number; weight_bits: number[]; cut_bits: number; cut_tensor_bytes: number; segment_bytes: number; fp32_bytes: number;
  calibration_drop_points: number; calibration_drop_high_points: number; on_front: boolean;
  predicted: { download_seconds: number; device_seconds: number; uplink_seconds: number; server_seconds: number; total_seconds: number; energy_joules: number; cost_usd: number; objective: number };
}
export interface PatternTable {
  name: string; version: string; model_sha256: string; calibration_samples: number;
  assumed: { device_cycles_per_mac: number; device_clock_hz: number; server_cycles_per_mac: number; server_clock_hz: number; link_bits_per_second: number; expected_requests: number };
  layers: { name: string; weight: string; weights: number; macs: number }[]; cuts: { cut: number; tensor: string; elements: number }[]; patterns: PatternRow[];
}

export interface PlanFigure { name: string; variant: string; weights: string; tiers: { tier: string; nodes: number; seconds: number }[]; metrics: Record<string, number> }
export interface Decision { chosen?: PlanFigure; summary?: string; reasons?: string[]; candidates?: { policy: string; objective: number | null; allowed: boolean; plan: PlanFigure | null }[]; pareto?: PlanFigure[]; hypervolume?: number }
export interface PlanTensor { name: string; element: string; shape: number[]; coding: string; bits: number | null; bytes: number; maximum_coded_bytes: number }
export interface PlanCard {
  model: string; tag: string; plan_sha256: string; model_sha256: string; tier: string;
  tiers: { name: string; segments: { file: string; bytes: number | null; exit_output: string | null; exit_threshold: number | null }[] }[];
  links: { from: string; to: string; tensors: PlanTensor[] }[]; predicted: Record<string, number>; decision: Decision | null;
}
export interface PlanList { models: PatternTable[]; plans: PlanCard[] }

export interface CutRow { cut: number; name: string; tensors: number; bytes: number | null; head_macs: number; tail_macs: number; head_parameters: number; tail_parameters: number; depth: number }
export interface ModelCuts { model: string; parts: { file: string; tier: string | null; is_complete: boolean; macs: number; parameters: number; cuts: CutRow[] }[] }

export interface Problem { code: string; place: string; message: string; remedy: string }

/** The server refused: what it said, in its words. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly problems: Problem[]) {
    super(problems.map((p) => `${p.message} ${p.remedy}`.trim()).join(" ") || `The server answers ${status}.`);
  }
}

/** The server cannot be reached. */
export class Gone extends Error {}

const key = "fulcrum-token";
export const token = {
  get: (): string | null => sessionStorage.getItem(key),
  set: (value: string): void => sessionStorage.setItem(key, value),
  drop: (): void => sessionStorage.removeItem(key),
};

const seen = new Map<string, { tag: string; value: unknown }>();

/** Forgets what was read: the server may be another one. */
export const forget = (): void => seen.clear();

/** Reads a route; what did not change is not sent again, and is the same object as before. */
export async function read<T>(path: string): Promise<T> {
  const held = seen.get(path);
  const headers: Record<string, string> = { Accept: "application/json" };
  const secret = token.get();
  if (secret) headers.Authorization = `Bearer ${secret}`;
  if (held) headers["If-None-Match"] = held.tag;
  let response: Response;
  try {
    response = await fetch(`fulcrum/v1/${path}`, { headers, cache: "no-store", signal: AbortSignal.timeout(10_000) });
  } catch {
    throw new Gone();
  }
  if (response.status === 304 && held) return held.value as T;
  if (!response.ok) throw new Refusal(response.status, await problems(response));
  const value = (await response.json()) as T;
  const tag = response.headers.get("ETag");
  if (tag) seen.set(path, { tag, value });
  return value;
}

async function problems(response: Response): Promise<Problem[]> {
  try {
    return ((await response.json()) as { problems?: Problem[] }).problems ?? [];
  } catch {
    return [];
  }
}
