namespace Fulcrum.Configuration;

/// <summary>A text is no JSON or YAML, or holds what a configuration may not.</summary>
internal sealed class ConfigSyntaxException(int line, string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    public int Line => line;

    public string Remedy => remedy;
}
