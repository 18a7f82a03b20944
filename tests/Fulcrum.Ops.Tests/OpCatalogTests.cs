using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Fulcrum.Ops.Tests;

public sealed partial class OpCatalogTests
{
    [Fact]
    public void All_Definitions_AreListed()
    {
        var written = typeof(OpCatalog).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(OpDefinition)) && !t.IsAbstract).Select(t => t.Name);
        Assert.Equal(written.Order(StringComparer.Ordinal), OpCatalog.All.Select(d => d.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_Definitions_HaveARowInTheDocument_ThatSaysWhetherThereIsAGradient()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository(), "docs", "ops.md"))).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value == "yes");
        Assert.Equal(OpCatalog.All.Select(d => (d.OpType, d.HasGradient)).Order(), rows.Select(r => (r.Key, r.Value)).Order());
    }

    [Fact]
    public void Find_LongDomain_IsTheEmptyOne() => Assert.Same(OpCatalog.Find("", "Gemm"), OpCatalog.Find("ai.onnx", "Gemm"));

    [Fact]
    public void Find_UnknownOp_IsNull() => Assert.Null(OpCatalog.Find("com.example", "Gemm"));

    [GeneratedRegex(@"^\| (\w+) \| yes \| [^|]+ \| (yes|no)[^|]*\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
