namespace Fulcrum.Server.Pbtxt;

/// <summary>A message in protobuf's text format: its fields in file order.</summary>
internal sealed record PbtxtMessage(IReadOnlyList<PbtxtField> Fields);

/// <summary>A field as it stands in the text; a list is as many fields of one name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line of its name, counted from 1.</param>
/// <param name="Scalar">Its value as text, without quotes; null of a message.</param>
/// <param name="Message">Its value as a message; null of a scalar.</param>
internal sealed record PbtxtField(string Name, int Line, string? Scalar, PbtxtMessage? Message);
