using System.Text.Encodings.Web;
using System.Text.Json;
using Fulcrum.Cli.Serving;
using Fulcrum.Configuration;
using Fulcrum.Lab.Studies;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Starters;

/// <summary>A kind of file that people write: its schema, and one to start from.</summary>
/// <param name="Name">As verbs call it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Read">Its reader.</param>
internal sealed record ConfigurationFile(string Name, string Title, Action<ConfigDocument> Read)
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<ConfigurationFile> All =
    [
        new("serve", "Fulcrum server", d => ServeConfig.Parse(d, "")),
        new("tiers", "Fulcrum tiers and links", d => TiersFile.Parse(d, "")),
        new("study", "Fulcrum study", d => StudyFile.Parse(d, "")),
    ];

    /// <summary>Their names, in words.</summary>
    public static string Names => $"{string.Join(", ", All.Select(f => f.Name))}.";

    /// <summary>One by its name.</summary>
    /// <exception cref="InputException"><c>option-malformed</c>.</exception>
    public static ConfigurationFile Find(string name) => All.FirstOrDefault(f => f.Name == name) ?? throw new InputException("option-malformed", "NAME", $"There is no kind of file called '{name}'.", $"Use one of: {Names}");

    /// <summary>Its JSON schema.</summary>
    public string SchemaText => ConfigSchema.Of(Title, Read).ToJsonString(Written);

    /// <summary>One to start from, YAML with comments.</summary>
    public string Starter
    {
        get
        {
            using Stream stored = typeof(ConfigurationFile).Assembly.GetManifestResourceStream($"{Name}.yaml")!;
            using var reader = new StreamReader(stored);
            return reader.ReadToEnd();
        }
    }
}
