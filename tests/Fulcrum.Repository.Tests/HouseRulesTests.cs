using System.Text.RegularExpressions;

namespace Fulcrum.Repository.Tests;

public sealed partial class HouseRulesTests
{
    private const int LongestFile = 300;

    [Fact]
    public void SourceFiles_InSrc_StayShort() => Assert.All(RepositoryTree.Sources("src"), file =>
        Assert.True(File.ReadLines(file).Count() <= LongestFile, $"{RepositoryTree.Relative(file)} has more than {LongestFile} lines: is it one room?"));

    [Fact]
    public void TrackedText_Anywhere_NamesNoMachineRegistryOrUnfinishedWork()
    {
        string self = "tests/Fulcrum.Repository.Tests/HouseRulesTests.cs";
        string[] text = [.. RepositoryTree.TrackedFiles.Where(f => f != self && TextFile().IsMatch(f) && File.Exists(Path.Combine(RepositoryTree.Root, f)))];
        Assert.True(text.Length > 100);
        Assert.All(text, f => Assert.Null(Offence(File.ReadAllText(Path.Combine(RepositoryTree.Root, f)))));
    }

    [Theory]
    [InlineData("see /home/someone/x")]
    [InlineData("https://registry." + "npmjs.org/x")]
    [InlineData("// TODO later")]
    [InlineData("throw new NotImplementedException()")]
    public void Offence_BadLine_IsFound(string line) => Assert.NotNull(Offence(line));

    [Fact]
    public void Decisions_Always_AreNumberedWithoutGapsAndHaveAStatus()
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(RepositoryTree.Root, "docs", "decisions"), "*.md").Select(f => Path.GetFileName(f)!).Order()];
        Assert.Equal(Enumerable.Range(1, files.Length).Select(i => i.ToString("0000")), files.Select(f => f[..4]));
        Assert.All(files, f => Assert.Contains("\nStatus: ", File.ReadAllText(Path.Combine(RepositoryTree.Root, "docs", "decisions", f))));
    }

    [Fact]
    public void Links_BetweenMarkdownFiles_Resolve()
    {
        foreach (string file in RepositoryTree.TrackedFiles.Where(f => f.EndsWith(".md")))
        {
            string folder = Path.GetDirectoryName(Path.Combine(RepositoryTree.Root, file))!;
            foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(RepositoryTree.Root, file))))
            {
                string target = link.Groups[1].Value.Split('#')[0];
                Assert.True(target.Length == 0 || Path.Exists(Path.Combine(folder, target)), $"{file} links to {target}");
            }
        }
    }

    [Fact]
    public void Commands_InDocuments_NameVerbsThatExist()
    {
        HashSet<string> verbs = [.. RepositoryTree.Sources("src/Fulcrum.Cli/Verbs").Select(Path.GetFileNameWithoutExtension).Where(n => n!.EndsWith("Verb")).Select(n => n![..^4].ToLowerInvariant())];
        Assert.Contains("demo", verbs);
        string[] documents = [.. RepositoryTree.TrackedFiles.Where(f => f.EndsWith(".md"))];
        string[] used = [.. documents.SelectMany(f => Verb().Matches(File.ReadAllText(Path.Combine(RepositoryTree.Root, f))).Select(m => m.Groups[1].Value)).Distinct()];
        Assert.NotEmpty(used);
        Assert.All(used, v => Assert.Contains(v, verbs));
    }

    private static string? Offence(string text) => Forbidden().Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"\.(cs|csproj|props|md|json|js|html|py|sh|yaml|yml|slnx)$|^\.ci/run$")]
    private static partial Regex TextFile();

    [GeneratedRegex(@"(?<![\w.])/(work|home|root|farm)/|registry\.npmjs|nuget\.org/v3|pypi\.org|deb\.debian|\b(TODO|FIXME|HACK)\b|NotImplementedException")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\]\((?!https?:|mailto:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?:dotnet run --project src/Fulcrum\.Cli -c Release -- |fulcrum )([a-z]+)", RegexOptions.Multiline)]
    private static partial Regex Verb();
}
