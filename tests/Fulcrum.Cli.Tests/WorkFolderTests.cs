using Fulcrum.Cli.Applying;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;

namespace Fulcrum.Cli.Tests;

public sealed class WorkFolderTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-work-").FullName;

    [Fact]
    public void Find_WhatWasKept_IsTheSameArtefact()
    {
        WorkFolder work = WorkFolder.Open(Out, resume: true);
        Artefact kept = new Artefact([Net("Relu"), Net("Neg")], ["done"]) with { Measured = ["1 ms"] };
        work.Keep(2, Key, kept);
        Artefact found = WorkFolder.Open(Out, resume: true).Find(2, Key)!;
        Assert.Equal(kept.Notes, found.Notes);
        Assert.Equal(kept.Measured, found.Measured);
        Assert.Equal(kept.Segments.Select(OnnxFile.Serialize), found.Segments.Select(OnnxFile.Serialize));
        Assert.Null(work.Find(1, Key));
        Assert.Null(work.Find(2, "f" + Key[1..]));
    }

    [Theory]
    [InlineData("artefact.json", "{")]
    [InlineData("artefact.json", "{}")]
    [InlineData("segment-1.onnx", "other")]
    [InlineData("segment-1.onnx", null)]
    public void Find_FileThatChanged_IsNotTaken(string file, string? content)
    {
        WorkFolder work = WorkFolder.Open(Out, resume: true);
        work.Keep(1, Key, Artefact.Of(Net("Relu")));
        Assert.NotNull(work.Find(1, Key));
        string path = Directory.GetFiles(_folder, file, SearchOption.AllDirectories).Single();
        if (content is null)
            File.Delete(path);
        else
            File.WriteAllText(path, content);
        Assert.Null(work.Find(1, Key));
    }

    [Fact]
    public void Open_WithoutResume_StartsAnewButTouchesNothingElse()
    {
        WorkFolder work = WorkFolder.Open(Out, resume: true);
        work.Keep(1, Key, Artefact.Of(Net("Relu")));
        File.WriteAllText(Path.Combine(work.Workspace(1, Key), "checkpoint"), "");
        string mine = Path.Combine(_folder, ".out.partial", "mine");
        File.WriteAllText(mine, "");
        Assert.True(work.HoldsSteps);
        Assert.False(WorkFolder.Open(Out, resume: false).HoldsSteps);
        Assert.True(File.Exists(mine));
        File.Delete(mine);
        work.Delete();
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Tidy_EmptyFolders_AreDeletedAndCheckpointsStay()
    {
        WorkFolder work = WorkFolder.Open(Out, resume: false);
        string empty = work.Workspace(1, Key), used = work.Workspace(2, Key);
        File.WriteAllText(Path.Combine(used, "checkpoint"), "");
        work.Tidy();
        Assert.Equal((false, true), (Directory.Exists(empty), Directory.Exists(used)));
        File.Delete(Path.Combine(used, "checkpoint"));
        work.Tidy();
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Out => Path.Combine(_folder, "out");

    private static Model Net(string op) => GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : 17]>\ng (float[2] x) => (float[2] y) {{ y = {op}(x) }}");
}
