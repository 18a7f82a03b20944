namespace Fulcrum.Problems;

/// <summary>
/// Input from outside was refused at the door. Carries every problem found, not only the first.
/// The command line turns it into exit code 2, the server into a 4xx problem document.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Refuses an input for several reasons.</summary>
    /// <param name="problems">At least one problem.</param>
    /// <param name="inner">The library exception behind it, if any.</param>
    public InputException(IReadOnlyList<Problem> problems, Exception? inner = null)
        : base(string.Join(Environment.NewLine, problems), inner) => Problems = problems;

    /// <summary>Refuses an input for one reason.</summary>
    public InputException(string code, string place, string message, string remedy = "", Exception? inner = null)
        : this([new Problem(code, place, message, remedy)], inner)
    {
    }

    /// <summary>Every problem found, in the order found.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
