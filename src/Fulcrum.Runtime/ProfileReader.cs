using System.Text.Json;

namespace Fulcrum.Runtime;

/// <summary>Reads the trace that ONNX Runtime writes.</summary>
internal static class ProfileReader
{
    private const string KernelSuffix = "_kernel_time";

    public static IReadOnlyList<NodeTiming> ReadAndDelete(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.EnumerateArray().Where(IsKernel).GroupBy(Name).Select(ToTiming)];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool IsKernel(JsonElement e) =>
        e.TryGetProperty("cat", out JsonElement category) && category.GetString() == "Node" && e.GetProperty("name").GetString()!.EndsWith(KernelSuffix, StringComparison.Ordinal);

    private static string Name(JsonElement e) => e.GetProperty("name").GetString()![..^KernelSuffix.Length];

    private static NodeTiming ToTiming(IGrouping<string, JsonElement> runs)
    {
        long[] times = [.. runs.Select(e => e.GetProperty("dur").GetInt64()).Order()];
        int quarter = times.Length / 4;
        return new NodeTiming(runs.Key, runs.First().GetProperty("args").GetProperty("op_name").GetString() ?? "", times.Length, TimeSpan.FromMicroseconds(times.Sum()))
        {
            Typical = TimeSpan.FromMicroseconds(times[quarter..^quarter].Average()),
        };
    }
}
