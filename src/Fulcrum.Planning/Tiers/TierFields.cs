using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Planning.Tiers;

/// <summary>The members of a JSON object, read one by one; what is wrong is collected and reading goes on.</summary>
internal sealed class TierFields(JsonElement element, string place, List<Problem> problems)
{
    private readonly HashSet<string> _known = [];

    public IEnumerable<TierFields> Items(string name)
    {
        if (Member(name) is not { } member)
            return [];
        if (member.ValueKind == JsonValueKind.Array)
            return [.. member.EnumerateArray().Select((item, i) => new TierFields(item, $"{At(name)}[{i}]", problems))];
        Add("tiers-malformed", At(name), "This is no list.", $"Write \"{name}\": [ ... ].");
        return [];
    }

    public TierFields? Object(string name) => Member(name) is { } member ? new TierFields(member, At(name), problems) : null;

    /// <summary>A quantity with its unit; null when absent or wrong.</summary>
    public double? Quantity(string name, Unit unit)
    {
        if (Member(name) is not { } member)
            return null;
        if (member.ValueKind != JsonValueKind.String)
        {
            Add("tiers-malformed", At(name), $"{member.GetRawText()} has no unit.", $"Write for example \"{unit.Example}\".");
            return null;
        }

        (double value, string? error) = QuantityText.Parse(member.GetString()!, unit);
        if (error is null)
            return value;
        Add("tiers-malformed", At(name), error, $"Write for example \"{unit.Example}\".");
        return null;
    }

    /// <summary>A quantity that must be there; 0 after a problem.</summary>
    public double Required(string name, Unit unit)
    {
        if (Member(name) is null)
            Add("tiers-missing", At(name), $"\"{name}\" is missing.", $"Add \"{name}\": \"{unit.Example}\".");
        return Quantity(name, unit) ?? 0;
    }

    public double? Number(string name)
    {
        if (Member(name) is not { } member)
            return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out double value))
            return value;
        Add("tiers-malformed", At(name), $"{member.GetRawText()} is no number.", "Write a number without quotes.");
        return null;
    }

    public string Text(string name)
    {
        if (Member(name) is { ValueKind: JsonValueKind.String } member)
            return member.GetString()!;
        Add("tiers-missing", At(name), $"\"{name}\" is missing or no text.", $"Add \"{name}\": \"...\".");
        return "";
    }

    public string? OptionalText(string name) => Member(name) is null ? null : Text(name);

    public bool? Flag(string name)
    {
        if (Member(name) is not { } member)
            return null;
        if (member.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return member.GetBoolean();
        Add("tiers-malformed", At(name), $"{member.GetRawText()} is neither true nor false.", "Write true or false.");
        return null;
    }

    public JitterShape Shape(string name)
    {
        string text = Text(name);
        if (text is "normal" or "lognormal")
            return text == "normal" ? JitterShape.Normal : JitterShape.Lognormal;
        if (text.Length > 0)
            Add("tiers-malformed", At(name), $"'{text}' is no shape of a delay.", "Write \"normal\" or \"lognormal\".");
        return JitterShape.None;
    }

    /// <summary>Names the members that nobody asked for.</summary>
    public void Close()
    {
        if (element.ValueKind != JsonValueKind.Object)
            Add("tiers-malformed", place.Length == 0 ? "$" : place, "This is no object.", "Write { ... }.");
        foreach (string name in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(m => m.Name).Where(n => !_known.Contains(n)) : [])
            Add("tiers-unknown-member", At(name), $"\"{name}\" means nothing here.", Suggestions.Closest(name, _known) is string near ? $"Did you mean \"{near}\"?" : $"Known: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
    }

    private JsonElement? Member(string name)
    {
        _known.Add(name);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }

    private string At(string name) => place.Length == 0 ? name : $"{place}.{name}";

    private void Add(string code, string where, string message, string remedy) => problems.Add(new Problem(code, where, message, remedy));
}
