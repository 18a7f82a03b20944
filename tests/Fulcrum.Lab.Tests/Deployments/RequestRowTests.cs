using Fulcrum.Lab.Deployments;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Tests.Deployments;

public sealed class RequestRowTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        RequestRow[] rows = [new(0, false, 3, 0.25, [1, 2, 3, 4, 5, 6, 7], 0.125, "", null), new(1, true, 4, 0, [0, 1.5, 0, 0, 0, 0, 0], 0, "near.1", true), new(2, true, 5, 0, [0, 1e6, 0, 1e-3, 0, 0, 0], 0, "", false)];
        RequestRow.Write(_file, ["near", "far"], rows);
        IReadOnlyList<RequestRow> read = RequestRow.Read(_file);
        Assert.Equal(rows.Select(r => r.ToString()), read.Select(r => r.ToString()));
        Assert.Equal(rows.Select(r => (r.Run, r.IsTimed, r.Sample, r.PrepareMs, r.FinishMs, r.Exit, r.Right)), read.Select(r => (r.Run, r.IsTimed, r.Sample, r.PrepareMs, r.FinishMs, r.Exit, r.Right)));
        Assert.Equal(0.028375, read[0].LatencySeconds, 9);
        Assert.Equal("run,phase,sample,latency_s,prepare_ms,near.decode_ms,near.compute_ms,near.encode_ms,near-far.link_ms,far.decode_ms,far.compute_ms,far.encode_ms,finish_ms,exit,right", File.ReadLines(_file).First());
    }

    [Fact]
    public void Read_NoRows_IsNone()
    {
        RequestRow.Write(_file, ["near"], []);
        Assert.Empty(RequestRow.Read(_file));
    }

    [Theory]
    [InlineData("0,timed,1,0.1,1,2")]
    [InlineData("x,timed,1,0.1,1,1,2,3,4,,1")]
    [InlineData("0,later,1,0.1,1,1,2,3,4,,1")]
    [InlineData("0,timed,1,0.1,1,1,two,3,4,,1")]
    [InlineData("0,timed,1,0.1,1,1,NaN,3,4,,1")]
    [InlineData("0,timed,1,0.1,1,1,1e999,3,4,,1")]
    [InlineData("99999999999,timed,1,0.1,1,1,2,3,4,,1")]
    [InlineData("0,timed,1,0.1,1,1,2,3,4,,yes")]
    [InlineData("")]
    public void Read_WrongLine_SaysWhich(string line)
    {
        File.WriteAllText(_file, $"{RequestRow.Header(RequestRow.Phases(["near"]))}\n0,timed,1,0.01,1,1,2,3,4,,1\n{line}\n1,timed,1,0.01,1,1,2,3,4,,1\n");
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => RequestRow.Read(_file)).Problems);
        Assert.Equal(("requests-malformed", $"{_file}:3"), (problem.Code, problem.Place));
    }
}
