namespace Fulcrum.Cuts.Units;

/// <summary>Nodes that are never torn apart, as one step of the computation.</summary>
/// <param name="Nodes">Positions in the graph, ascending.</param>
/// <param name="Macs">Multiply-accumulates of those whose work is known.</param>
/// <param name="UnknownMacs">How many nodes have unknown work.</param>
/// <param name="Reads">Crossable values read, by position in <see cref="UnitGraph.Values"/>.</param>
/// <param name="Makes">Crossable values made.</param>
/// <param name="IsSmall">Whether it only makes a few integers or flags, without counted work: shapes, indices, lengths.</param>
internal sealed record Unit(IReadOnlyList<int> Nodes, long Macs, int UnknownMacs, IReadOnlyList<int> Reads, IReadOnlyList<int> Makes, bool IsSmall);

/// <summary>A value that one unit makes, or the caller gives, and others read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size; null when unknown.</param>
/// <param name="Maker">The unit; -1 for an input of the model.</param>
/// <param name="Readers">The units, ascending.</param>
internal sealed record UnitValue(string Name, long? Bytes, int Maker, int[] Readers);
