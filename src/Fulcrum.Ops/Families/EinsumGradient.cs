using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>The gradient of an Einsum node as Einsum nodes.</summary>
internal sealed class EinsumGradient
{
    private readonly GradientScope _scope;
    private readonly EinsumEquation _equation;

    /// <summary>Of a contraction: each input names each of its axes by another letter, and no axis is broadcast.</summary>
    /// <exception cref="NotSupportedException">It is none.</exception>
    public EinsumGradient(GradientScope scope)
    {
        string text = scope.Node.Text("equation", "");
        _scope = scope;
        _equation = EinsumEquation.Parse(text) is { } equation && equation.Inputs.Count == scope.Node.Inputs.Count && IsPlain(equation)
            ? equation
            : throw new NotSupportedException($"Einsum has no gradient for '{text}': it has dots, or a letter twice in one input.");
        foreach (var axes in equation.Inputs.SelectMany((letters, i) => letters.Zip(scope.SizesOf(scope.Node.Inputs[i]))).GroupBy(axis => axis.First))
        {
            if (axes.Select(axis => axis.Second).Distinct().Count() > 1)
                throw new NotSupportedException($"Einsum has no gradient where an axis is broadcast, as '{axes.Key}' in '{text}'.");
        }
    }

    /// <summary>The gradient of one input.</summary>
    public string Of(int input)
    {
        string letters = _equation.Inputs[input];
        int[] others = [.. Enumerable.Range(0, _equation.Inputs.Count).Where(i => i != input)];
        string given = _equation.Output + string.Concat(others.Select(i => _equation.Inputs[i]));
        string reached = string.Concat(letters.Where(given.Contains));
        string left = string.Join(',', others.Select(i => _equation.Inputs[i]).Prepend(_equation.Output));
        string product = _scope.Emit(
            "Einsum", [_scope.OutputGradient, .. others.Select(i => _scope.Node.Inputs[i])], NodeAttribute.Of("equation", $"{left}->{reached}"));
        if (reached == letters)
            return product;
        long[] sizes = _scope.SizesOf(_scope.Node.Inputs[input]);
        string apart = _scope.Reshape(product, [.. letters.Select((letter, axis) => reached.Contains(letter, StringComparison.Ordinal) ? sizes[axis] : 1)]);
        return _scope.ExpandLike(apart, _scope.Node.Inputs[input]);
    }

    private static bool IsPlain(EinsumEquation equation) =>
        equation.Inputs.All(letters => letters.Distinct().Count() == letters.Length && !letters.Contains(EinsumEquation.Rest, StringComparison.Ordinal));
}
