using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Patterns;

public sealed class PatternFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum").FullName;

    private string File => Path.Combine(_folder, PatternFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_WhatWriteWrote_WritesTheSameBytesAgain()
    {
        PatternFile.Write(PatternSets.Random(4, 1), File);
        byte[] first = System.IO.File.ReadAllBytes(File);
        PatternFile.Write(PatternFile.Read(File), File);
        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [InlineData("\"format_version\": 1", "\"format_version\": 2", "patterns-version")]
    [InlineData("\"model_name\"", "\"model_nam\"", "patterns-malformed")]
    [InlineData("\"cut\": 3", "\"cut\": 300", "patterns-malformed")]
    [InlineData("\"bits\": 32", "\"bits\": 33", "patterns-malformed")]
    [InlineData("{", "[", "patterns-malformed")]
    public void Read_FileThatWasChanged_NamesTheWay(string truth, string lie, string code)
    {
        PatternFile.Write(PatternSets.Random(4, 1), File);
        string text = System.IO.File.ReadAllText(File);
        Assert.Contains(truth, text);
        System.IO.File.WriteAllText(File, text.Replace(truth, lie));
        Assert.Equal(code, Assert.Throws<InputException>(() => PatternFile.Read(File)).Problems[0].Code);
    }

    [Fact]
    public void Read_PatternsOfAnotherModel_AreForeign()
    {
        PatternFile.Write(PatternSets.Random(4, 1), File);
        Assert.Equal("patterns-foreign", Assert.Single(Assert.Throws<InputException>(() => PatternFile.Read(File, new string('c', 64))).Problems).Code);
    }

    [Fact]
    public void Read_MissingFile_SaysHowToMakeIt() =>
        Assert.Equal("patterns-not-readable", Assert.Single(Assert.Throws<InputException>(() => PatternFile.Read(File)).Problems).Code);
}
