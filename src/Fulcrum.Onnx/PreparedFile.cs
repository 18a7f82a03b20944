namespace Fulcrum.Onnx;

/// <summary>A file that is ready to be written.</summary>
/// <param name="Path">Where it goes.</param>
/// <param name="Length">How many bytes it will have.</param>
/// <param name="Write">Writes it to a stream.</param>
public sealed record PreparedFile(string Path, long Length, Action<Stream> Write);
