using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using Fulcrum.Problems;
using Microsoft.ML.OnnxRuntime;

namespace Fulcrum.Conformance.Tests;

/// <summary>Every conformance model through the front door and out again.</summary>
public sealed class RoundTripConformanceTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = ConformanceCase.All();

    [Fact]
    public void Check_EveryConformanceModel_FindsNothing() => CheckAll("check-exceptions.txt", item =>
    {
        IReadOnlyList<Problem> problems = ModelChecker.Check(item.Model(), CheckLevel.Data);
        return problems.Count == 0 ? null : string.Join("; ", problems);
    });

    [Fact]
    public void Serialize_EveryConformanceModel_IsStableFromTheSecondWriteOn() => CheckAll("write-exceptions.txt", item =>
    {
        byte[] written = OnnxFile.Serialize(item.Model());
        return written.AsSpan().SequenceEqual(OnnxFile.Serialize(OnnxFile.Parse(written, item.Name))) ? null : "the second write differs";
    });

    [Fact]
    public void Serialize_EveryConformanceModel_GivesTheSameOutputsThroughTheRuntime() => CheckAll("runtime-exceptions.txt", item =>
    {
        Model model = item.Model();
        try
        {
            StoredValue[] inputs = item.StoredInputs(model);
            IReadOnlyList<string> before = OrtSession.Run(File.ReadAllBytes(item.ModelPath), inputs);
            IReadOnlyList<string> after = OrtSession.Run(OnnxFile.Serialize(model), inputs);
            return before.SequenceEqual(after) ? null : "the outputs differ";
        }
        catch (Exception failure) when (failure is OnnxRuntimeException or NotSupportedException)
        {
            return failure.Message.ReplaceLineEndings(" ");
        }
    });

    private static void CheckAll(string exceptions, Func<ConformanceCase, string?> failure)
    {
        if (Cases.Count == 0)
            Assert.Skip("Debian's libonnx-testdata is not installed");
        var failures = new Dictionary<string, string>();
        foreach (ConformanceCase item in Cases)
        {
            if (failure(item) is string reason)
                failures[item.Name] = reason;
        }

        new ExceptionList(exceptions).Check(failures, [.. Cases.Select(c => c.Name)]);
    }
}
