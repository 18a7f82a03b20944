namespace Fulcrum.Lab.Processes;

/// <summary>A child process failed; the message carries what it said on its error stream.</summary>
public sealed class ChildProcessException(string verb, string errors) : Exception($"fulcrum {verb} failed: {(string.IsNullOrWhiteSpace(errors) ? Silent : errors.Trim())}")
{
    /// <summary>What is said of a process that said nothing.</summary>
    internal const string Silent = "it ended without a word, as a process that is killed does";

    /// <summary>The verb that it ran.</summary>
    public string Verb => verb;

    /// <summary>What it said.</summary>
    public string Errors => errors;
}
