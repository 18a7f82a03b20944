using Fulcrum.Problems;
using Fulcrum.Statistics.Measurements;

namespace Fulcrum.Statistics.Tests;

/// <summary>Anybody's measurement files: found columns, and one clear problem at FILE:LINE for bad ones.</summary>
public sealed class MeasurementTests : IDisposable
{
    private const string Good = "model,operator,tier,run,phase,latency_s\nm,a,mobile,0,warmup,9\nm,a,mobile,1,timed,1.5\n\nm,\"b\",edge,1,timed,2e0\r\n";
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Select_KnownColumns_AreFoundAndWarmUpIsLeftOut()
    {
        SelectedSamples found = Select(Good, new MeasurementSelection());
        Assert.Equal((1, 2), (found.Warmup, found.Rows));
        Assert.Equal(["operator", "tier"], found.Columns.Factor);
        Assert.Equal([("m", "a/mobile", 1.5, "1"), ("m", "b/edge", 2.0, "1")], found.Groups.Select(g => (g.Model, g.Level, g.Values[0], g.Runs![0])));
    }

    [Fact]
    public void Select_NamedColumnsAndConditions_AreUsed()
    {
        SelectedSamples found = Select("who;,ms\nx,1\ny,2\nz,3\n", new MeasurementSelection { Factor = ["who;"], Value = "ms", Where = [("who;", "x"), ("who;", "z")] });
        Assert.Equal([("all", "x"), ("all", "z")], found.Groups.Select(g => (g.Model, g.Level)));
        Assert.Equal(9, Select(Good, new MeasurementSelection { Where = [("phase", "warmup")] }).Groups[0].Values[0]);
    }

    [Theory]
    [InlineData("", "csv-empty", "")]
    [InlineData("model,operator,latency_s\n", "csv-empty", "")]
    [InlineData("model,model,latency_s\na,b,1\n", "csv-header", ":1")]
    [InlineData("model,,latency_s\na,b,1\n", "csv-header", ":1")]
    [InlineData("model,operator,latency_s\na,b,1\na,b\n", "csv-row-width", ":3")]
    [InlineData("model,operator,latency_s\na,b,1\na,b,1,2\n", "csv-row-width", ":3")]
    [InlineData("model,operator,latency_s\na,b,x\n", "value-not-a-number", ":2")]
    [InlineData("model,operator,latency_s\na,b,1\n\na,b,NaN\n", "value-not-a-number", ":4")]
    [InlineData("model,operator,latency_s\na,b,\n", "value-not-a-number", ":2")]
    [InlineData("model,operator,latency_s\na,b,-1\n", "value-negative", ":2")]
    [InlineData("model,operator,latency_s\na,,1\n", "field-empty", ":2")]
    [InlineData("model,operater,latency_s\na,b,1\n", "column-missing", ":1")]
    [InlineData("model,operator,what\na,b,1\n", "column-missing", ":1")]
    [InlineData("model,operator,latency_s\na,b\"c\"d\",1\n", "csv-quotes", ":2")]
    [InlineData("operator,phase,latency_s\na,warmup,1\n", "rows-none", "")]
    public void Select_BadFile_IsOneClearProblemAtItsLine(string text, string code, string line)
    {
        Problem problem = Assert.Throws<InputException>(() => Select(text, new MeasurementSelection())).Problems[0];
        Assert.Equal(code, problem.Code);
        Assert.Equal(_file + line, problem.Place);
    }

    [Fact]
    public void Select_WrongNames_AreCorrected()
    {
        Assert.Contains("'operator'", Assert.Throws<InputException>(() => Select(Good, new MeasurementSelection { Factor = ["operater"] })).Message);
        Assert.Contains("'timed'", Assert.Throws<InputException>(() => Select(Good, new MeasurementSelection { Where = [("phase", "timd")] })).Message);
        Assert.Equal("file-not-found", Assert.Throws<InputException>(() => MeasurementTable.Read(_file + ".none")).Problems[0].Code);
    }

    private SelectedSamples Select(string text, MeasurementSelection selection)
    {
        File.WriteAllText(_file, text);
        return new MeasurementSelector(MeasurementTable.Read(_file)).Select(selection);
    }
}
