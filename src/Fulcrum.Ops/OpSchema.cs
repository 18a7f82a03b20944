namespace Fulcrum.Ops;

/// <summary>What ONNX says of an op's form, over all its versions.</summary>
/// <param name="Inputs">Fewest and most inputs; <see cref="Any"/> for variadic ops.</param>
/// <param name="Outputs">Fewest and most outputs.</param>
/// <param name="Since">The opset versions of its domain that defined or changed it, ascending.</param>
public sealed record OpSchema((int Least, int Most) Inputs, (int Least, int Most) Outputs, params int[] Since)
{
    /// <summary>No upper limit.</summary>
    public const int Any = int.MaxValue;

    /// <summary>The opset version that removed it; null while it lives.</summary>
    public int? RemovedIn { get; init; }

    /// <summary>Whether the op exists in an opset version of its domain.</summary>
    public bool ExistsIn(long opset) => opset >= Since[0] && !(opset >= RemovedIn);
}
