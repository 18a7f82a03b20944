/** Numbers as people read them. The same rules everywhere, so that charts, tables and headings agree. */

const digits = (value: number, most: number): string => value.toLocaleString("en-GB", { maximumFractionDigits: most });

/** Three significant digits or so, in the language of the page. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 100) return digits(value, 0);
  if (size >= 10) return digits(value, 1);
  if (size >= 1) return digits(value, 2);
  return size >= 0.001 ? digits(value, 3) : value.toExponential(1);
}

const scaled = (value: number, units: string[], step: number): string => {
  let at = 0;
  let rest = value;
  while (Math.abs(rest) >= step && at < units.length - 1) {
    rest /= step;
    at++;
  }
  return `${number(rest)} ${units[at]}`;
};

export const bytes = (value: number | null): string => (value === null ? "unknown" : scaled(value, ["B", "kB", "MB", "GB", "TB"], 1000));
export const count = (value: number): string => digits(value, 0);
export const large = (value: number): string => (value < 10000 ? count(value) : scaled(value, ["", "k", "M", "G", "T"], 1000).trim());
export const milliseconds = (value: number): string => (value > 0 && value < 0.1 ? `${number(1000 * value)} µs` : `${number(value)} ms`);
export const rate = (value: number | null): string => (value === null ? "" : scaled(value, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s"], 1000));
export const percent = (share: number): string => `${number(100 * share)} %`;

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min` : `${Math.floor(hours / 24)} days`;
}
