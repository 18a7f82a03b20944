using System.Runtime.CompilerServices;

namespace Fulcrum.Ops.Tests;

public sealed class OpCatalogTests
{
    // Ops of the fixture that the catalogue lacks, with the reason.
    private static readonly Dictionary<string, string> Missing = [];

    [Fact]
    public void All_Definitions_AreListed()
    {
        var written = typeof(OpCatalog).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(OpDefinition)) && !t.IsAbstract).Select(t => t.Name);
        Assert.Equal(written.Order(StringComparer.Ordinal), OpCatalog.All.Select(d => d.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_Definitions_AreDescribedInTheDocument()
    {
        string document = Path.Combine(Repository(), "docs", "ops.md");
        if (Environment.GetEnvironmentVariable("FULCRUM_UPDATE_DOCS") == "1")
            File.WriteAllText(document, OpTable.Render());
        Assert.True(OpTable.Render() == File.ReadAllText(document), "docs/ops.md is older than the catalogue: run this test with FULCRUM_UPDATE_DOCS=1 to write it.");
    }

    [Fact]
    public void Find_EveryOpOfOnnx_IsThere()
    {
        string[] ops = [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "onnx-ops.txt")).Where(line => line[0] != '#')];
        Assert.True(ops.Length > 200);
        Assert.Equal(Missing.Keys.Order(StringComparer.Ordinal), ops.Where(IsMissing));
    }

    [Fact]
    public void Find_LongDomain_IsTheEmptyOne() => Assert.Same(OpCatalog.Find("", "Gemm"), OpCatalog.Find("ai.onnx", "Gemm"));

    [Fact]
    public void Find_UnknownOp_IsNull() => Assert.Null(OpCatalog.Find("com.example", "Gemm"));

    private static bool IsMissing(string line) => line.Split(' ') is [string domain, string op] && OpCatalog.Find(domain, op) is null;

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
