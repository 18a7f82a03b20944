using Fulcrum.Graphs;

namespace Fulcrum.Onnx.Tests;

/// <summary>Models that nobody here made: the shared samples beside the repository, and Debian's libonnx-testdata where installed.</summary>
public sealed class RealModelTests
{
    [Fact]
    public void Serialize_EverySharedModel_RoundTripsByteStable() =>
        RoundTripAll(Path.Combine(RepositoryRoot(), "..", "shared", "data"), "the shared models lie beside the repository only where it is developed");

    [Fact]
    public void Serialize_EveryConformanceModel_RoundTripsByteStable() =>
        RoundTripAll("/usr/share/libonnx-testdata", "Debian's libonnx-testdata is not installed");

    private static void RoundTripAll(string folder, string whySkipped)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.onnx", SearchOption.AllDirectories) : [];
        if (files.Length == 0)
            Assert.Skip(whySkipped);
        Assert.All(files, path =>
        {
            Model model = OnnxFile.Read(path);
            byte[] written = OnnxFile.Serialize(model);
            Assert.Equal(written, OnnxFile.Serialize(OnnxFile.Parse(written, path)));
            Assert.NotEmpty(model.Graph.Outputs);
        });
    }

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Fulcrum.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No Fulcrum.slnx above the test.");
    }
}
