using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fulcrum.Repository.Tests;

public sealed partial class LayeringTests
{
    [Fact]
    public void ProjectReferences_InSrc_AreThoseOfTheTableInArchitecture()
    {
        string[] problems = Differences(Table(File.ReadAllText(Path.Combine(RepositoryTree.Root, "ARCHITECTURE.md"))), References());
        Assert.Empty(problems);
    }

    [Fact]
    public void Differences_ReferenceThatTheTableLacks_IsFound()
    {
        var table = Table("| room | uses | what |\n| --- | --- | --- |\n| A | | x |\n| B | A | y |\n");
        Assert.Empty(Differences(table, new() { ["A"] = [], ["B"] = ["A"] }));
        Assert.Equal(["A uses B, the table says nothing"], Differences(table, new() { ["A"] = ["B"], ["B"] = ["A"] }));
    }

    [Fact]
    public void Folders_OfOneProject_NeverUseEachOther()
    {
        var edges = RepositoryTree.Sources("src").SelectMany(f => Uses(File.ReadAllText(f))).ToHashSet();
        string[] mutual = [.. edges.Where(e => string.CompareOrdinal(e.From, e.To) < 0 && edges.Contains((e.To, e.From))).Select(e => $"{e.From} and {e.To}")];
        Assert.Empty(mutual);
    }

    [Fact]
    public void Uses_NamespacesOfOneProject_AreEdges()
    {
        Assert.Equal([("Fulcrum.A.X", "Fulcrum.A.Y")], Uses("using Fulcrum.A.Y;\nusing Fulcrum.B;\nnamespace Fulcrum.A.X;"));
    }

    [Fact]
    public void Solution_EveryProject_IsListed()
    {
        string solution = File.ReadAllText(Path.Combine(RepositoryTree.Root, "Fulcrum.slnx"));
        Assert.All(RepositoryTree.TrackedFiles.Where(f => f.EndsWith(".csproj")), p => Assert.Contains($"\"{p}\"", solution));
    }

    [Fact]
    public void Namespaces_InSrc_EqualTheirFolders() => Assert.All(RepositoryTree.Sources("src"), file =>
    {
        Match match = NamespaceLine().Match(File.ReadAllText(file));
        string folder = Path.GetDirectoryName(RepositoryTree.Relative(file))!["src/".Length..].Replace('/', '.');
        Assert.True(!match.Success || match.Groups[1].Value == folder, $"{RepositoryTree.Relative(file)}: {match.Groups[1].Value}");
    });

    private static Dictionary<string, HashSet<string>> References() => Directory.GetDirectories(Path.Combine(RepositoryTree.Root, "src")).ToDictionary(
        d => Path.GetFileName(d)["Fulcrum.".Length..],
        d => XDocument.Load(Directory.GetFiles(d, "*.csproj").Single()).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')))
            .Where(name => name.StartsWith("Fulcrum.")).Select(name => name["Fulcrum.".Length..]).ToHashSet());

    private static Dictionary<string, HashSet<string>> Table(string text) => text.Split('\n')
        .SkipWhile(l => !l.StartsWith("| room | uses |")).Skip(2).TakeWhile(l => l.StartsWith('|')).Select(l => l.Split('|'))
        .ToDictionary(c => c[1].Trim(), c => c[2].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet());

    private static string[] Differences(Dictionary<string, HashSet<string>> table, Dictionary<string, HashSet<string>> references)
    {
        HashSet<string> Allowed(string room) => table.TryGetValue(room, out var uses) ? uses.Contains("everything") ? [.. table.Keys.Where(r => r != room)] : uses : [];
        return
        [
            .. references.SelectMany(r => r.Value.Except(Allowed(r.Key)).Select(u => $"{r.Key} uses {u}, the table says nothing")),
            .. references.SelectMany(r => Allowed(r.Key).Except(r.Value).Select(u => $"{r.Key} does not use {u}, the table says it does")),
            .. table.Keys.Except(references.Keys).Select(r => $"{r} is in the table only"),
            .. references.Keys.Except(table.Keys).Select(r => $"{r} is missing from the table"),
        ];
    }

    private static IEnumerable<(string From, string To)> Uses(string source)
    {
        string from = NamespaceLine().Match(source).Groups[1].Value;
        string project = string.Join('.', from.Split('.').Take(2));
        return UsingLine().Matches(source).Select(m => m.Groups[1].Value).Where(to => to != from && to.StartsWith(project + ".")).Select(to => (from, to));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(Fulcrum[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
