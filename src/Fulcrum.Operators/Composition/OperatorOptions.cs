using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Composition;

/// <summary>The options of one operator as written: <c>sptq(bits=7, ranges=minmax)</c>. Each is read once; what is left over is an error.</summary>
public sealed class OperatorOptions(string operatorName, IReadOnlyDictionary<string, string> values)
{
    private readonly HashSet<string> _read = [];
    private readonly List<Problem> _problems = [];

    /// <summary>A text.</summary>
    public string? Text(string name)
    {
        _read.Add(name);
        return values.GetValueOrDefault(name);
    }

    /// <summary>A list separated by semicolons.</summary>
    public IReadOnlyList<string> List(string name) => Text(name)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A whole number within limits, or the default.</summary>
    public int Number(string name, int standard, int least, int most)
    {
        if (Text(name) is not string text)
            return standard;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        _problems.Add(Bad(name, $"'{text}' is no whole number from {least} to {most}."));
        return standard;
    }

    /// <summary>A number within limits, ends included, or the default; <c>40%</c> is 0.4.</summary>
    public double Real(string name, double standard, double least, double most)
    {
        if (Text(name) is not string text)
            return standard;
        bool percent = text.EndsWith('%');
        if (double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && (value = percent ? value / 100 : value) >= least && value <= most)
            return value;
        _problems.Add(Bad(name, FormattableString.Invariant($"'{text}' is no number from {least} to {most}.")));
        return standard;
    }

    /// <summary>One of an enumeration's names, or the default.</summary>
    public T Choice<T>(string name, T standard) where T : struct, Enum
    {
        if (Text(name) is not string text)
            return standard;
        if (Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out T value) && Enum.IsDefined(value))
            return value;
        _problems.Add(Bad(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}."));
        return standard;
    }

    /// <summary>Refuses values that were wrong and options that nobody read, all at once.</summary>
    /// <exception cref="InputException"><c>operator-option</c>.</exception>
    public void Finish()
    {
        _problems.AddRange(values.Keys.Where(k => !_read.Contains(k)).Select(k => Bad(k, "There is no such option.")));
        if (_problems.Count > 0)
            throw new InputException(_problems);
    }

    private Problem Bad(string name, string message) => new("operator-option", $"{operatorName}({name})", message, $"Options of {operatorName}: {(_read.Count == 0 ? "none" : string.Join(", ", _read.Order()))}.");
}
