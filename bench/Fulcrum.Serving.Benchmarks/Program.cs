using System.Globalization;
using Fulcrum.Serving.Benchmarks;

// Fulcrum.Serving.Benchmarks overhead|batching|overload|wire|isolate|all [REQUESTS] [STEADY]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string what = args.Length > 0 ? args[0] : "all";
int Number(int position, int standard) => args.Length > position ? int.Parse(args[position]) : standard;
if (what is "overhead" or "all")
    await Overhead.RunAsync(Number(1, 5000), Number(2, 100_000));
if (what is "batching" or "all")
    await Load.BatchingAsync();
if (what is "overload" or "all")
    await Load.OverloadAsync();
if (what is "wire" or "all")
    await Wire.RunAsync();
if (what is "isolate" or "all")
    await Isolated.RunAsync(Number(1, 5000));
