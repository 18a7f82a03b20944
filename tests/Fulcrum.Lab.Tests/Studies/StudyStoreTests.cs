using System.Text.Json;
using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Studies;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Tests.Studies;

public sealed class StudyStoreTests : IDisposable
{
    private readonly MadeStudy _study = new(MadeStudy.Small with { Control = false });

    public void Dispose() => _study.Dispose();

    [Fact]
    public void Begin_Twice_IsRefusedAndResumed()
    {
        string folder = Path.Combine(_study.Folder, "begun"), file = Path.Combine(_study.Folder, "study.yaml");
        StudyDesign design = _study.Design with { Models = [_study.Design.Models[0] with { File = Path.Combine(_study.Folder, "m.onnx") }] };
        using (StudyStore.Begin(folder, file, design, 3))
        {
            Assert.Equal("study-begun", Code(() => StudyStore.Begin(folder, file, design, 3)));
            // While one process is at it another one cannot go on, but look.
            Assert.Equal("study-busy", Code(() => StudyStore.Resume(folder)));
            Assert.Equal(3, StudyStore.Open(folder).State.Seed);
        }

        using (StudyStore again = StudyStore.Resume(folder))
            Assert.Equal(Text(design), Text(again.State.Design));
        Assert.Equal("study-begun", Code(() => StudyStore.Begin(folder, file, design, 3)));
        File.AppendAllText(Path.Combine(_study.Folder, "m.onnx"), "!");
        Assert.Equal("study-changed", Code(() => StudyStore.Resume(folder)));
        File.WriteAllText(Path.Combine(_study.Folder, "m.onnx"), "no model");
        File.AppendAllText(file, "!");
        Assert.Equal("study-changed", Code(() => StudyStore.Resume(folder)));
        File.WriteAllText(file, "no study file");
        StudyStore.Resume(folder).Dispose();
        File.Delete(Path.Combine(_study.Folder, "m.onnx"));
        Assert.Equal("study-changed", Code(() => StudyStore.Resume(folder)));
        Assert.False(File.Exists(Path.Combine(folder, "study.lock")));
    }

    [Fact]
    public void Failures_AreKept_AndForgottenWhenResumed()
    {
        StudyStore store = _study.Open();
        store.Fail(_study.Find("B", "mid"), "too large");
        Assert.Equal("too large", _study.Open().Failures[_study.Find("B", "mid").Key]);
        Assert.Equal("too large", Assert.Single(StudyCell.Of(_study.Design, _study.Open()), c => c.Failure is not null).Failure);
        // What was made by hand knows no hashes.
        Assert.Equal("study-changed", Code(() => StudyStore.Resume(_study.Folder)));
        using StudyStore begun = Begun(out string folder);
        begun.Fail(_study.Find("B", "mid"), "too large");
        begun.Dispose();
        using (StudyStore resumed = StudyStore.Resume(folder))
            Assert.Empty(resumed.Failures);
        Assert.Empty(StudyStore.Open(folder).Failures);
    }

    [Fact]
    public void Fail_WhereNothingCanBeWritten_IsKnownAndGoesOn()
    {
        StudyStore store = _study.Open();
        // A folder in the place of the file: refused as a full disk refuses, by root too.
        Directory.CreateDirectory(Path.Combine(_study.Folder, "failures.json"));
        store.Fail(_study.Find("A", "near"), "No space left on device");
        Assert.Equal("No space left on device", store.Failures[_study.Find("A", "near").Key]);
    }

    [Theory]
    [InlineData("study.json", "{")]
    [InlineData("study.json", "{\"format\": 1}")]
    [InlineData("failures.json", "[]")]
    public void Open_Damaged_IsRefused(string file, string text)
    {
        File.WriteAllText(Path.Combine(_study.Folder, file), text);
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => _study.Open()).Problems);
        Assert.Equal("study-not-readable", problem.Code);
        Assert.Contains(file, problem.Place);
    }

    [Fact]
    public void Open_AnotherFormatOrNothing_IsRefused()
    {
        _study.Save(_study.State with { Format = 2 });
        Assert.Equal("study-not-readable", Code(() => _study.Open()));
        Assert.Equal("study-not-readable", Code(() => StudyStore.Open(Path.Combine(_study.Folder, "nowhere"))));
        _study.Save();
        File.WriteAllText(Path.Combine(_study.Folder, "emulation.json"), "x");
        Assert.Equal("study-not-readable", Code(() => _ = _study.Open().Emulation));
    }

    [Fact]
    public void Cells_HoldTheTimedRequestsOfAllRounds()
    {
        _study.Measure(_study.Find("A", "near"), 10);
        _study.Measure(_study.Find("B", "near"), 5, rounds: 1, runs: 20);
        IReadOnlyList<StudyCell> cells = StudyCell.Of(_study.Design, _study.Open());
        StudyCell whole = cells.Single(c => c.Strategy.Key == _study.Find("A", "near").Key), half = cells.Single(c => c.Strategy.Key == _study.Find("B", "near").Key);
        Assert.Equal((40, true, 20, false), (whole.LatenciesMs.Count, whole.IsComplete(_study.Design), half.LatenciesMs.Count, half.IsComplete(_study.Design)));
        Assert.Equal(10, whole.MedianMs!.Value, 0.02);
        Assert.Equal(0.5, whole.Right!.Value, 0.01);
        Assert.Equal(4, cells.Count(c => c.MedianMs is null));
    }

    [Fact]
    public void SampleFiles_HaveTheSameRowsAsTextAndAsJson()
    {
        _study.Measure(_study.Find("A", "near"), 10);
        _study.Measure(_study.Find("B", "mid"), 5, otherMs: 1);
        SampleFiles.Write(_study.Open(), _study.Design, Strategy.Of(_study.Design));
        string[] lines = File.ReadAllLines(Path.Combine(_study.Folder, "samples.csv")), json = File.ReadAllLines(Path.Combine(_study.Folder, "samples.jsonl"));
        string[] columns = lines[0].Split(',');
        Assert.Equal(
            "model,operator,tier,mode,round,run,phase,sample,latency_s,prepare_ms,near-mid_mbps,mid-far_mbps,near.decode_ms,near.compute_ms,near.encode_ms,near-mid.link_ms,mid.decode_ms,mid.compute_ms,mid.encode_ms,mid-far.link_ms,far.decode_ms,far.compute_ms,far.encode_ms,finish_ms,exit,right",
            lines[0]);
        // 2 strategies x 2 rounds x (20 timed and a warm-up).
        Assert.Equal((84, 84), (lines.Length - 1, json.Length));
        Assert.All(lines, l => Assert.Equal(columns.Length, l.Split(',').Length));
        Assert.Equal(4, lines.Count(l => l.Contains(",warmup,", StringComparison.Ordinal)));
        string[] behind = lines.Last(l => l.StartsWith("m,B,mid,fulcrum,2,20,timed", StringComparison.Ordinal)).Split(',');
        string At(string column) => behind[Array.IndexOf(columns, column)];
        Assert.Equal(("1", "1", "0", "0", "200"), (At("near-mid.link_ms"), At("mid.compute_ms"), At("mid-far.link_ms"), At("far.compute_ms"), At("near-mid_mbps")));
        JsonElement row = JsonDocument.Parse(json[^1]).RootElement;
        Assert.Equal(("m", "B", 2, 1.0), (row.GetProperty("model").GetString(), row.GetProperty("operator").GetString(), row.GetProperty("round").GetInt32(), row.GetProperty("near-mid.link_ms").GetDouble()));
        Assert.False(row.TryGetProperty("mid-far.nothing", out _));
    }

    [Fact]
    public void Rows_DamagedFile_SaysWhichLine()
    {
        _study.Measure(_study.Find("A", "near"), 10);
        string file = _study.Open().RoundOf(_study.Find("A", "near"), 0);
        File.AppendAllText(file, "1,timed");
        Assert.Equal("requests-malformed", Code(() => StudyCell.Of(_study.Design, _study.Open())));
        Assert.Equal(21, RequestRow.Read(_study.Open().RoundOf(_study.Find("A", "near"), 1)).Count);
    }

    private static string Code(Action act) => Assert.Throws<InputException>(act).Problems[0].Code;

    private static string Text(StudyDesign design) => JsonSerializer.Serialize(new StudyState(1, "", "", 1, null!, design), StudyJson.Default.StudyState);

    private StudyStore Begun(out string folder)
    {
        folder = Path.Combine(_study.Folder, "begun");
        return StudyStore.Begin(folder, Path.Combine(_study.Folder, "study.yaml"), _study.Design with { Models = [_study.Design.Models[0] with { File = Path.Combine(_study.Folder, "m.onnx") }] }, 3);
    }
}
