namespace Fulcrum.Problems;

/// <summary>One thing that is wrong with input from outside (a model, a configuration, a request, a data file).</summary>
/// <param name="Code">Stable identifier in kebab-case, for scripts (<c>model-truncated</c>).</param>
/// <param name="Place">Where: a file and offset, a JSON path, a tensor or node name, a command-line option.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Remedy">What the reader can do about it; empty when nothing is known.</param>
public sealed record Problem(string Code, string Place, string Message, string Remedy = "")
{
    private const int LongestPlace = 4096;
    private const int LongestMessage = 4096;

    /// <summary>Where: a file and offset, a JSON path, a tensor or node name, a command-line option.</summary>
    public string Place { get; init => field = Printable.Of(value, LongestPlace); } = Printable.Of(Place, LongestPlace);

    /// <summary>What is wrong, in one sentence.</summary>
    public string Message { get; init => field = Printable.Of(value, LongestMessage); } = Printable.Of(Message, LongestMessage);

    /// <summary>One line: place, message, remedy, code.</summary>
    public override string ToString() =>
        $"{Place}: {Message}{(Remedy.Length == 0 ? "" : $" {Remedy}")} [{Code}]";
}
