using System.Security.Cryptography;
using Fulcrum.Problems;

namespace Fulcrum.Data.Tests;

public sealed class DatasetFetchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-fetch-").FullName;
    private readonly DatasetSource _source;

    public DatasetFetchTests()
    {
        string origin = Directory.CreateDirectory(Path.Combine(_folder, "origin")).FullName;
        byte[][] contents = [[1], [2, 2], [3], [4]];
        var files = contents.Select((bytes, i) => (File: $"file{i}", Bytes: bytes)).ToArray();
        foreach ((string file, byte[] bytes) in files)
            File.WriteAllBytes(Path.Combine(origin, file), bytes);
        _source = new DatasetSource("four", [.. files.Select(f => (f.File, Convert.ToHexStringLower(SHA256.HashData(f.Bytes))))], [origin], 10, null);
    }

    private string Target => Path.Combine(_folder, "data", "four");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Problem[] Refusal(Action action) => [.. Assert.Throws<InputException>(action).Problems];

    [Fact]
    public void Fetch_IntactFiles_PutsThemAndAManifestThatVerifies()
    {
        DatasetFetcher.Fetch(_source, Target);
        DatasetManifest manifest = DatasetManifest.Read(Target)!;
        Assert.Equal(("four", 4), (manifest.Name, manifest.Files.Count));
        Assert.Equal(_source.Files, manifest.Files.Select(f => (f.File, f.Sha256)));
        manifest.Verify(Target);
        Assert.True(DatasetFetcher.IsComplete(_source, Target));
    }

    [Fact]
    public void Fetch_OneDamagedFile_PutsNothing()
    {
        File.WriteAllBytes(Path.Combine(_source.Folders[0], "file2"), [9]);
        Problem problem = Assert.Single(Refusal(() => DatasetFetcher.Fetch(_source, Target)));
        Assert.Equal("dataset-checksum", problem.Code);
        Assert.EndsWith("file2", problem.Place);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Target)));
    }

    [Fact]
    public void Fetch_TargetThatCannotBeMade_LeavesNothingBehind()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "mine");
        Assert.Equal("output-not-writable", Assert.Single(Refusal(() => DatasetFetcher.Fetch(_source, Path.Combine(file, "four")))).Code);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(["file", "origin"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Fetch_PackageThatDoesNotExist_SaysWhatToInstall()
    {
        if (!File.Exists("/usr/bin/apt-get"))
            Assert.Skip("Only where apt-get is.");
        Problem problem = Assert.Single(Refusal(() => DatasetFetcher.Fetch(_source with { Folders = [], DebianPackage = "fulcrum-no-such-package" }, Target)));
        Assert.Equal("dataset-unavailable", problem.Code);
        Assert.Contains("fulcrum-no-such-package", problem.Remedy);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void Verify_FileChangedAfterwards_NamesEveryBadFile()
    {
        DatasetFetcher.Fetch(_source, Target);
        File.WriteAllBytes(Path.Combine(Target, "file0"), [7]);
        File.Delete(Path.Combine(Target, "file3"));
        Problem[] problems = Refusal(() => DatasetManifest.Read(Target)!.Verify(Target));
        Assert.Equal(["file0", "file3"], problems.Select(p => Path.GetFileName(p.Place)));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"name\":\"x\"}")]
    [InlineData("{\"name\":\"x\",\"files\":[null]}")]
    [InlineData("{\"name\":\"x\",\"files\":[{\"file\":\"../../etc/passwd\",\"sha256\":\"00\"}]}")]
    public void Read_HostileManifest_IsRefused(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "manifest.json"), text);
        Assert.Equal("manifest-malformed", Assert.Single(Refusal(() => DatasetManifest.Read(_folder))).Code);
    }
}
