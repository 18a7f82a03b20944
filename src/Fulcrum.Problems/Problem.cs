namespace Fulcrum.Problems;

/// <summary>One thing that is wrong with input from outside (a model, a configuration, a request, a data file).</summary>
/// <param name="Code">Stable identifier in kebab-case, for scripts (<c>model-truncated</c>).</param>
/// <param name="Place">Where: a file and offset, a JSON path, a tensor or node name, a command-line option.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Remedy">What the reader can do about it; empty when nothing is known.</param>
public sealed record Problem(string Code, string Place, string Message, string Remedy = "")
{
    /// <summary>One line: place, message, remedy, code.</summary>
    public override string ToString() =>
        $"{Place}: {Message}{(Remedy.Length == 0 ? "" : $" {Remedy}")} [{Code}]";
}
