namespace Fulcrum.Protocol.Contracts;

/// <summary>What a server says of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version served.</param>
/// <param name="ModelSha256">Hash of its .onnx file.</param>
/// <param name="Layers">L.</param>
/// <param name="InputElements">Values per sample of the input.</param>
/// <param name="OutputElements">Values per sample of the answer.</param>
/// <param name="Levels">Accuracy levels in points; 0, the lossless one, included.</param>
public sealed record ModelMessage(string Name, string Version, string ModelSha256, int Layers, int InputElements, int OutputElements, IReadOnlyList<double> Levels);

/// <summary>An error, as application/problem+json (RFC 9457) with every problem found.</summary>
/// <param name="Title">The first problem's message.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Problems">All of them.</param>
public sealed record ProblemMessage(string Title, int Status, IReadOnlyList<Problems.Problem> Problems)
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";
}
