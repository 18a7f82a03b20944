namespace Fulcrum.Operators.Composition;

/// <summary>An operator of a composition.</summary>
/// <param name="Operator">What is applied.</param>
/// <param name="Options">Every option with the value that is used, defaults among them; null where a text has none.</param>
/// <param name="Written">As it was written.</param>
public sealed record OperatorStep(IDeploymentOperator Operator, IReadOnlyDictionary<string, string?> Options, string Written)
{
    /// <summary>The same text for the same operator and options, however they were written.</summary>
    public string Canonical => $"{Operator.Name}({string.Join(", ", Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"))})";
}
