namespace Fulcrum.Stores.Contracts;

/// <summary>One version of a document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Age">How long ago it was written, by the store's clock: replicas' clocks may differ.</param>
public sealed record StoredDocument(string Name, long Version, ReadOnlyMemory<byte> Content, TimeSpan Age);
