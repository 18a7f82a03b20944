using System.CommandLine;
using System.CommandLine.Parsing;

namespace Fulcrum.Cli.Units;

/// <summary>`--server URL`: the address of a server.</summary>
internal static class AddressOption
{
    /// <summary>The option; null when it is not required and not given.</summary>
    public static Option<Uri?> Create(string description, bool isRequired, string name = "--server") => new(name) { Description = description, Required = isRequired, CustomParser = Parse };

    private static Uri? Parse(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https"))
            return address;
        result.AddError($"'{result.Tokens[0].Value}' is no http address. Write it like http://127.0.0.1:8080.");
        return null;
    }
}
