using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Ways in which the axes of many ops hang together.</summary>
internal static class Coupling
{
    /// <summary>Inputs broadcast against each other: every axis of an input goes with that of each output, unless it has size 1 and is repeated.</summary>
    public static void Broadcast(this CouplingScope scope, params IEnumerable<int> inputs)
    {
        foreach (int input in inputs)
            scope.BroadcastTo(input, 0, scope.OutputShape(0)?.Count ?? 0);
    }

    /// <summary>An input broadcast against some axes of the first output, in order.</summary>
    public static void BroadcastTo(this CouplingScope scope, int input, int first, int count)
    {
        if (scope.InputShape(input) is not { } shape || scope.OutputShape(0) is not { } output)
            return;
        for (int axis = Math.Max(0, shape.Count - count); axis < shape.Count; axis++)
        {
            int target = first + count - shape.Count + axis;
            if (shape[axis].Size == 1)
                scope.Free(scope.Out(0, target));
            else if (shape[axis].Size == output[target].Size)
                scope.Join(scope.In(input, axis), scope.Out(0, target));
        }
    }

    /// <summary>One input and all outputs have one shape, along whose axes elements do not influence each other, but for some axes.</summary>
    public static void Pointwise(this CouplingScope scope, int input = 0, params IEnumerable<int> except)
    {
        if (scope.InputShape(input) is not { } shape)
            return;
        for (int output = 0; output < scope.Node.Outputs.Count; output++)
        {
            if (scope.OutputShape(output)?.Count == shape.Count)
                scope.JoinAxes(input, output, [.. Enumerable.Range(0, shape.Count).Except(except).Select(axis => (axis, axis))]);
        }
    }

    /// <summary>Axes of an input go with axes of an output.</summary>
    public static void JoinAxes(this CouplingScope scope, int input, int output, params IReadOnlyList<(int From, int To)> axes)
    {
        foreach ((int from, int to) in axes)
            scope.Join(scope.In(input, from), scope.Out(output, to));
    }

    /// <summary>An axis of a parameter goes with an axis of the first output, where the parameter is given and not one number for all.</summary>
    public static void JoinParameter(this CouplingScope scope, int input, int axis, int outputAxis)
    {
        if (scope.InputShape(input) is { } shape && axis < shape.Count)
            scope.Join(scope.In(input, axis), scope.Out(0, outputAxis));
    }

    /// <summary>
    /// The same elements in another shape. Dimensions fall into blocks of equal size; a block that is split or joined keeps all of its axes but one:
    /// index i of a whole axis goes with the index along that one which i's elements have.
    /// </summary>
    public static void Reshaped(this CouplingScope scope)
    {
        if (scope.InputShape(0) is not { } from || scope.OutputShape(0) is not { } to)
            return;
        foreach ((int[] inner, int[] outer) in ReshapeBlocks.Of(from, to))
        {
            if (inner.Length == 1 && outer.Length == 1)
                scope.Join(scope.In(0, inner[0]), scope.Out(0, outer[0]));
            else if (inner.Length == 1)
                Split(scope, scope.In(0, inner[0]), [.. outer.Select(axis => scope.Out(0, axis))], [.. outer.Select(axis => to[axis].Size!.Value)]);
            else if (outer.Length == 1)
                Split(scope, scope.Out(0, outer[0]), [.. inner.Select(axis => scope.In(0, axis))], [.. inner.Select(axis => from[axis].Size!.Value)]);
            else
                Outermost(scope, inner[0], outer[0], from, to);
        }
    }

    /// <summary>One axis becomes several: removed is what lies at one index of one of them.</summary>
    private static void Split(CouplingScope scope, PortAxis whole, PortAxis[] parts, long[] sizes)
    {
        scope.Alternatives = Math.Max(scope.Alternatives, parts.Length);
        int chosen = Math.Min(scope.Alternative, parts.Length - 1);
        long stride = sizes.Skip(chosen + 1).Aggregate(1L, (product, size) => product * size);
        long total = sizes.Aggregate(1L, (product, size) => product * size);
        for (int i = 0; i < total; i++)
            scope.Join(whole, i, parts[chosen], (int)(i / stride % sizes[chosen]));
    }

    /// <summary>Several axes become several others: runs of the first of each go together where their elements meet.</summary>
    private static void Outermost(CouplingScope scope, int inner, int outer, IReadOnlyList<Dim> from, IReadOnlyList<Dim> to)
    {
        (long a, long b) = (from[inner].Size!.Value, to[outer].Size!.Value);
        for (long i = 0, j = 0; i < a && j < b;)
        {
            scope.Join(scope.In(0, inner), (int)i, scope.Out(0, outer), (int)j);
            (long endOfI, long endOfJ) = ((i + 1) * b, (j + 1) * a);
            i += endOfI <= endOfJ ? 1 : 0;
            j += endOfJ <= endOfI ? 1 : 0;
        }
    }
}
