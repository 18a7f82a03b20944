using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fulcrum.Payload.Benchmarks;
using Fulcrum.Protocol.Packed;

// "cuts MODEL DATA": rows for what the model's Relus give. Else one row for each folder that apply's pack has written, and one for Laplace-like symbols.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["cuts", string model, string data])
{
    CutCodecTable.Write(Console.Out, CutActivations.Of(model, data, cuts: 6, calibration: 1000, test: 100));
    return;
}

Console.WriteLine("| weights | size | bits each | points lost (95 %) | samples | coded / entropy | encode MB/s | decode MB/s |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
foreach (string folder in args)
{
    byte[] file = File.ReadAllBytes(Path.Combine(folder, "model.fpk"));
    using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
    JsonElement metrics = manifest.RootElement.GetProperty("metrics");
    string note = manifest.RootElement.GetProperty("notes").EnumerateArray().Select(n => n.GetString()!).First(n => n.StartsWith("pack:", StringComparison.Ordinal));
    Match said = Regex.Match(note, @"([\d.]+) % of \d+: ([\d.]+) bits");
    double[] interval = [.. metrics.GetProperty("drop_interval").EnumerateArray().Select(i => i.GetDouble())];
    var speed = CodecSpeed.Of([.. PackedModelReader.Read(file).Tensors.Select(t => (t.Symbols, t.RowLength))]);
    Console.WriteLine($"| {Path.GetFileName(folder)} | {said.Groups[1].Value} % | {said.Groups[2].Value} | {metrics.GetProperty("drop_points").GetDouble():0.00} ({interval[0]:0.00} to {interval[1]:0.00}) | {metrics.GetProperty("samples").GetInt32()} | {speed.Ratio:0.000} | {speed.Encode:0} | {speed.Decode:0} |");
}

var plain = CodecSpeed.Of(CodecSpeed.Laplace(1.0));
Console.WriteLine($"| 12 M of a Laplace law | | {plain.Bits:0.000} | | | {plain.Ratio:0.000} | {plain.Encode:0} | {plain.Decode:0} |");
