using Fulcrum.Graphs;
using Fulcrum.Operators.Fusion;
using Fulcrum.Problems;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Cli.Results;

/// <summary>Result of `inspect`.</summary>
internal sealed record InspectResult(
    string Path, long Parameters, long Macs, long Bytes, long Opset, IReadOnlyDictionary<string, int> Ops, IReadOnlyList<TensorResult> Inputs, IReadOnlyList<TensorResult> Outputs,
    IReadOnlyList<string> Unknown, int UnknownMacs, int Nodes, long WeightBytes, long ExternalBytes, long? BytesMoved, long? PeakActivationBytes, long IrVersion, string? Producer,
    IReadOnlyDictionary<string, long> Opsets, IReadOnlyList<string> DynamicDims, IReadOnlyList<string> Functions);

/// <summary>A value with its type; a dimension is a number, a symbol or `?`; the shape is null when not even the rank is known.</summary>
internal sealed record TensorResult(string Name, string Type, IReadOnlyList<string>? Shape)
{
    public static TensorResult Of(ValueInfo value) => value.Tensor is { } tensor
        ? new TensorResult(value.Name, tensor.Element.ToString().ToLowerInvariant(), tensor.Shape?.Select(d => d.ToString()).ToArray())
        : new TensorResult(value.Name, value.Type?.ToString() ?? "unknown", null);

    /// <summary>The tensor in few words: a long name loses its middle.</summary>
    public string Short() => (this with { Name = Name.Length <= 48 ? Name : $"{Name[..12]}...{Name[^33..]}" }).ToString();

    public override string ToString() => $"{Name}: {Type}{(Shape is null ? "" : $"[{string.Join(", ", Shape)}]")}";
}

/// <summary>Result of `cuts`.</summary>
internal sealed record CutsResult(IReadOnlyList<CutResult> Cuts, bool Complete, long Macs, long Parameters, long? InputBytes, long? OutputBytes);

/// <summary>One cut.</summary>
internal sealed record CutResult(int Id, IReadOnlyList<TensorResult> Tensors, long? Bytes, double Depth, long HeadMacs, long TailMacs, long HeadParameters, long TailParameters, string Name,
    bool? BitExact, double? MaxAbsDifference);

/// <summary>Result of `split`.</summary>
internal sealed record SplitResult(IReadOnlyList<SegmentResult> Segments, IReadOnlyList<string> Cuts, double? MaxAbsDifference, bool? BitExact, double? OptimizedMaxAbsDifference, int VerifiedInputs);

/// <summary>One part of a split model.</summary>
internal sealed record SegmentResult(string Path, long Bytes, long Parameters, IReadOnlyList<TensorResult> Inputs, IReadOnlyList<TensorResult> Outputs);

/// <summary>Result of `validate`.</summary>
internal sealed record ValidateResult(string Path, string Level, bool Valid, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Unknown);

/// <summary>Result of `convert`.</summary>
internal sealed record ConvertResult(IReadOnlyList<ConvertedFile> Files, IReadOnlyList<string> Edits, IReadOnlyList<Problem> Problems);

/// <summary>A file that was written.</summary>
internal sealed record ConvertedFile(string Path, long Bytes);

/// <summary>Result of `doctor`.</summary>
internal sealed record DoctorResult(MachineFacts Machine, IReadOnlyList<Problem> Problems);

/// <summary>Result of `zoo`.</summary>
internal sealed record ZooResult(string Name, string Path, long Parameters, long Bytes);
