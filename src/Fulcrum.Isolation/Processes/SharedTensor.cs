using Fulcrum.Graphs;
using Fulcrum.Isolation.Native;

namespace Fulcrum.Isolation.Processes;

/// <summary>A buffer under the name of an input or output.</summary>
/// <param name="Name">The name.</param>
/// <param name="Memory">Its memory.</param>
/// <param name="Element">Its element type.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record SharedTensor(string Name, SharedMemory Memory, ElementType Element, IReadOnlyList<long> Shape);
