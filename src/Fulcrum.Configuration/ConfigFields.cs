using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Configuration;

/// <summary>The members of an object, read one by one; what is wrong is collected and reading goes on.</summary>
public sealed class ConfigFields
{
    /// <summary>The place of the whole document.</summary>
    internal const string Top = "$";

    private readonly HashSet<string> _known = [];
    private readonly ConfigNode _node;
    private readonly string _place, _code;
    private readonly ICollection<Problem> _problems;
    private readonly ConfigShape? _shape;

    /// <summary>What stands in an empty file.</summary>
    internal static readonly ConfigNode Empty = new(ConfigKind.Object, 1);

    /// <summary>Reads a document from its top.</summary>
    /// <param name="document">It.</param>
    /// <param name="problems">Where problems go; <see cref="ConfigDocument.Locate"/> puts file and line before their places.</param>
    public ConfigFields(ConfigDocument document, ICollection<Problem> problems) : this(document.Root, "", document.Code, problems, document.Shape)
    {
    }

    private ConfigFields(ConfigNode node, string place, string code, ICollection<Problem> problems, ConfigShape? shape) => (_node, _place, _code, _problems, _shape) = (node, place, code, problems, shape);

    /// <summary>The objects of a list; none when it is absent or wrong.</summary>
    public IReadOnlyList<ConfigFields> Items(string name)
    {
        if (_shape is not null)
            return [Watched(name, ConfigKind.List)];
        if (Member(name) is not { } member)
            return [];
        if (member.Kind == ConfigKind.List)
            return [.. member.Items.Select((item, i) => new ConfigFields(item, $"{At(name)}[{i}]", _code, _problems, null))];
        Add("malformed", name, "This is no list.", $"Write \"{name}\": [ ... ].");
        return [];
    }

    /// <summary>An object; null when absent. Close it too.</summary>
    public ConfigFields? Object(string name) => _shape is not null ? Watched(name, ConfigKind.Object) : Member(name) is { } member ? new ConfigFields(member, At(name), _code, _problems, null) : null;

    /// <summary>A quantity with its unit; null when absent or wrong.</summary>
    public double? Quantity(string name, Unit unit)
    {
        _shape?.Note(new ConfigMember(name, ConfigKind.Text) { Unit = unit });
        if (Member(name) is not { } member)
            return null;
        (double value, string? error) = member.Kind == ConfigKind.Text ? QuantityText.Parse(member.Text, unit) : (0, $"{Shown(member)} has no unit.");
        if (error is null)
            return value;
        Add("malformed", name, error, $"Write for example \"{unit.Example}\".");
        return null;
    }

    /// <summary>A quantity that must be there; 0 after a problem.</summary>
    public double Required(string name, Unit unit)
    {
        _shape?.Note(new ConfigMember(name, ConfigKind.Text) { Unit = unit, Required = true });
        if (Member(name) is null)
            Add("missing", name, $"\"{name}\" is missing.", $"Add \"{name}\": \"{unit.Example}\".");
        return Quantity(name, unit) ?? 0;
    }

    /// <summary>A number without a unit; null when absent or wrong.</summary>
    public double? Number(string name)
    {
        _shape?.Note(new ConfigMember(name, ConfigKind.Number));
        if (Member(name) is not { } member)
            return null;
        if (member.Kind == ConfigKind.Number && double.TryParse(member.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return value;
        Add("malformed", name, $"{Shown(member)} is no number.", "Write a number without quotes.");
        return null;
    }

    /// <summary>A text that must be there; empty after a problem.</summary>
    public string Text(string name)
    {
        _shape?.Note(new ConfigMember(name, ConfigKind.Text) { Required = true });
        if (Member(name) is { Kind: ConfigKind.Text } member)
            return member.Text;
        Add("missing", name, $"\"{name}\" is missing or no text.", $"Add \"{name}\": \"...\".");
        return "";
    }

    /// <summary>A text; null when absent.</summary>
    public string? OptionalText(string name)
    {
        _shape?.Note(new ConfigMember(name, ConfigKind.Text));
        return Member(name) is null ? null : Text(name);
    }

    /// <summary>What stands here when it is a text and no object, as an item of a list may be written for short; null otherwise.</summary>
    public string? Short
    {
        get
        {
            if (_shape is not null)
                _shape.MayBeShort = true;
            return _node.Kind == ConfigKind.Text ? _node.Text : null;
        }
    }

    /// <summary>The texts of a list; none when it is absent or wrong.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (_shape is not null)
        {
            _shape.Note(new ConfigMember(name, ConfigKind.List));
            return [];
        }

        IReadOnlyList<ConfigFields> items = Items(name);
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Short is null)
                Add("malformed", $"{name}[{i}]", "This is no text.", "Write a word.");
        }

        return [.. items.Select(i => i.Short).OfType<string>()];
    }

    /// <summary>True or false; null when absent or wrong.</summary>
    public bool? Flag(string name)
    {
        _shape?.Note(new ConfigMember(name, ConfigKind.Flag));
        if (Member(name) is not { } member)
            return null;
        if (member.Kind == ConfigKind.Flag)
            return member.Text == "true";
        Add("malformed", name, $"{Shown(member)} is neither true nor false.", "Write true or false.");
        return null;
    }

    /// <summary>One of several words, which must be there; null after a problem.</summary>
    /// <param name="name">The member.</param>
    /// <param name="what">What the word names, with its article.</param>
    /// <param name="words">The words.</param>
    public string? Choice(string name, string what, params IReadOnlyList<string> words)
    {
        string text = Text(name);
        _shape?.Note(new ConfigMember(name, ConfigKind.Text) { Words = words, Required = true });
        if (words.Contains(text))
            return text;
        if (text.Length > 0)
            Add("malformed", name, $"'{text}' is no {what}.", $"Write {string.Join(" or ", words.Select(w => $"\"{w}\""))}.");
        return null;
    }

    /// <summary>The address of a server (http or https); null when absent or wrong.</summary>
    public Uri? Address(string name)
    {
        if (OptionalText(name) is not { Length: > 0 } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            return address;
        Add("malformed", name, $"'{text}' is no address.", "Write for example \"http://192.168.1.20:8080\".");
        return null;
    }

    /// <summary>Names the members that nobody asked for.</summary>
    public void Close()
    {
        if (_node.Kind != ConfigKind.Object)
            _problems.Add(new Problem($"{_code}-malformed", _place.Length == 0 ? Top : _place, "This is no object.", "Write { ... }."));
        foreach (string name in _node.Members.Select(m => m.Key).Where(n => !_known.Contains(n)))
            Add("unknown-member", name, $"\"{name}\" means nothing here.", Suggestions.Closest(name, _known) is string near ? $"Did you mean \"{near}\"?" : $"Known: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
    }

    private ConfigFields Watched(string name, ConfigKind kind)
    {
        var child = new ConfigShape();
        _shape!.Note(new ConfigMember(name, kind) { Child = child });
        return new ConfigFields(Empty, At(name), _code, _problems, child);
    }

    private static string Shown(ConfigNode node) => node.Kind switch
    {
        ConfigKind.Text => $"\"{node.Text}\"",
        ConfigKind.List => "A list",
        ConfigKind.Object => "An object",
        _ => node.Text,
    };

    private ConfigNode? Member(string name)
    {
        _known.Add(name);
        return _node.Member(name);
    }

    private string At(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    private void Add(string kind, string name, string message, string remedy) => _problems.Add(new Problem($"{_code}-{kind}", At(name), message, remedy));
}
