using System.Text.Json;

namespace Fulcrum.Cli.Tests;

public sealed class EarlyExitTests(TestData data)
{
    private const string Operators = "early-exit(exits=1, epochs=1, hidden=16, max-drop=40%) | identity";

    [Fact]
    public async Task Apply_ResumedAfterEarlyExit_KeepsExitsAndWritesTheSameChain()
    {
        string folder = Path.Combine(TestData.Folder, "exits-resumed"), fresh = Path.Combine(TestData.Folder, "exits-fresh");
        (int refused, _, string why) = await Apply(folder, "--max-drop", "0%");
        Assert.True(refused == 3, why);
        Assert.False(File.Exists(Path.Combine(folder, "exits.json")));
        (int code, string output, string error) = await Apply(folder, "--max-drop", "90%", "--resume");
        Assert.True(code == 0, error);
        Assert.Contains("2 of 2 operators were finished by an earlier run", output, StringComparison.Ordinal);
        Assert.Contains("x lower mean latency", output, StringComparison.Ordinal);
        await Apply(fresh, "--max-drop", "90%");
        Assert.All(["exits.json", "manifest.json", "segment-1.onnx", "segment-2.onnx"], file => Assert.Equal(File.ReadAllBytes(Path.Combine(fresh, file)), File.ReadAllBytes(Path.Combine(folder, file))));
        Assert.False(File.Exists(Path.Combine(folder, "model.onnx")));
        using var exits = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "exits.json")));
        JsonElement first = exits.RootElement.GetProperty("segments")[0];
        Assert.Equal("exit-1", first.GetProperty("exit").GetString());
        Assert.InRange(first.GetProperty("threshold").GetDouble(), 0, 1);
    }

    private Task<(int Code, string Out, string Error)> Apply(string folder, params string[] more) =>
        FulcrumProcess.RunAsync(["apply", data.Model, Operators, "--data", "digits", "-o", folder, .. more]);
}
