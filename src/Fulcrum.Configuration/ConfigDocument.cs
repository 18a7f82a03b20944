using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Configuration;

/// <summary>A configuration file: JSON (with comments and trailing commas), or YAML where its name ends in .yaml or .yml. See docs/configuration.md.</summary>
/// <param name="Name">What to call it in problems.</param>
/// <param name="Code">What codes of its problems begin with.</param>
/// <param name="Root">What it holds.</param>
public sealed record ConfigDocument(string Name, string Code, ConfigNode Root)
{
    private const int MostBytes = 4 << 20;

    /// <summary>Notes what is asked for; null: nothing does.</summary>
    internal ConfigShape? Shape { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="code">What codes of problems begin with.</param>
    /// <param name="remedy">What to do when it cannot be read.</param>
    /// <exception cref="InputException"><c>CODE-not-readable</c>, <c>CODE-malformed</c> with the line.</exception>
    public static ConfigDocument Read(string path, string code, string remedy)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MostBytes }
                ? throw new InputException($"{code}-not-readable", path, $"The file is larger than {MostBytes >> 20} MiB.", remedy)
                : Parse(File.ReadAllText(path), path, code);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{code}-not-readable", path, failure.Message, remedy, failure);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">It.</param>
    /// <param name="name">What to call it in problems; its ending says whether it is YAML.</param>
    /// <param name="code">What codes of problems begin with.</param>
    /// <exception cref="InputException"><c>CODE-malformed</c> with the line.</exception>
    public static ConfigDocument Parse(string text, string name, string code)
    {
        bool isYaml = Path.GetExtension(name) is ".yaml" or ".yml";
        try
        {
            return new ConfigDocument(name, code, isYaml ? YamlText.Parse(text) : JsonText.Parse(text));
        }
        catch (ConfigSyntaxException failure)
        {
            throw new InputException($"{code}-malformed", string.Create(CultureInfo.InvariantCulture, $"{name}:{failure.Line}"), failure.Message, failure.Remedy, failure);
        }
    }

    /// <summary>The same problems, with the file and where possible the line in front of each place.</summary>
    public IReadOnlyList<Problem> Locate(IEnumerable<Problem> problems) => [.. problems.Select(p => p with { Place = LineOf(p.Place) is int line ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{line}: {p.Place}") : $"{Name}: {p.Place}" })];

    /// <summary>The line of a place such as <c>tiers[0].name</c>, or of what is around it; null for places that are no path.</summary>
    private int? LineOf(string place)
    {
        if (place == ConfigFields.Top)
            return Root.Line;
        (ConfigNode? at, int? line) = (Root, null);
        foreach (string step in place.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            at = step[0] == '[' && int.TryParse(step[1..].TrimEnd(']'), CultureInfo.InvariantCulture, out int index) ? at.Items.ElementAtOrDefault(index) : at.Members.FirstOrDefault(m => m.Key == step).Value;
            if (at is null)
                break;
            line = at.Line;
        }

        return line;
    }
}
