using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Composition;

/// <summary>The options of one operator as written: <c>sptq(bits=7, ranges=min-max)</c>. Each is read once; what is left over is an error.</summary>
public sealed partial class OperatorOptions(string operatorName, IReadOnlyDictionary<string, string> values)
{
    private readonly SortedDictionary<string, string?> _read = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];

    /// <summary>Every option that was read, with the value that is used: as given, or the default. By name; null where a text has neither.</summary>
    public IReadOnlyDictionary<string, string?> Resolved => _read;

    /// <summary>A text.</summary>
    public string? Text(string name) => _read[name] = values.GetValueOrDefault(name);

    /// <summary>A file that decides the result, so that its hash stands beside its name among the resolved options; null when none is named.</summary>
    public string? File(string name)
    {
        if (Text(name) is not string path)
            return null;
        try
        {
            using FileStream content = System.IO.File.OpenRead(path);
            _read[name] = $"{Path.GetFileName(path)} sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problems.Add(Bad(name, failure.Message));
        }

        return path;
    }

    /// <summary>A list separated by semicolons.</summary>
    public IReadOnlyList<string> List(string name)
    {
        string[] items = Text(name)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        _read[name] = string.Join(';', items);
        return items;
    }

    /// <summary>A whole number within limits, or the default.</summary>
    public int Number(string name, int standard, int least, int most)
    {
        if (Text(name) is not string text)
            return Used(name, standard);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return Used(name, value);
        _problems.Add(Bad(name, $"'{text}' is no whole number from {least} to {most}."));
        return standard;
    }

    /// <summary>A number within limits, by default from 0, or the default.</summary>
    public double Real(string name, double standard, double least = 0, double most = double.MaxValue) => Real(name, (double?)standard, least, most)!.Value;

    /// <summary>A number within limits, or the default, which may be none; <c>40%</c> is 0.4.</summary>
    public double? Real(string name, double? standard, double least, double most)
    {
        if (Text(name) is not string text)
            return standard is double known ? Used(name, known) : null;
        bool percent = text.EndsWith('%');
        if (double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && (value = percent ? value / 100 : value) >= least && value <= most)
            return Used(name, value);
        _problems.Add(Bad(name, string.Create(CultureInfo.InvariantCulture, $"'{text}' is no number from {least}{(most == double.MaxValue ? "" : $" to {most}")}.")));
        return standard;
    }

    /// <summary>A number above 0, or the default.</summary>
    public double Positive(string name, double standard)
    {
        double value = Real(name, standard);
        if (value == 0)
            _problems.Add(Bad(name, "It must be above 0."));
        return value;
    }

    /// <summary>Yes or no, or the default.</summary>
    public bool Flag(string name, bool standard)
    {
        string? text = Text(name);
        if (text is not (null or "yes" or "no"))
            _problems.Add(Bad(name, $"'{text}' is neither yes nor no."));
        bool value = text is null ? standard : text == "yes";
        _read[name] = value ? "yes" : "no";
        return value;
    }

    /// <summary>One of an enumeration's names, or the default.</summary>
    public T Choice<T>(string name, T standard) where T : struct, Enum
    {
        if (Text(name) is not string text)
            return Chosen(name, standard);
        if (Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out T value) && Enum.IsDefined(value))
            return Chosen(name, value);
        _problems.Add(Bad(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>().Select(Written))}."));
        return standard;
    }

    /// <summary>Refuses options that contradict each other.</summary>
    public void Refuse(string name, string message) => _problems.Add(Bad(name, message));

    /// <summary>Whether the option was given.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>Refuses values that were wrong and options that nobody read, all at once.</summary>
    /// <exception cref="InputException"><c>operator-option</c>.</exception>
    public void Finish()
    {
        _problems.AddRange(values.Keys.Where(k => !_read.ContainsKey(k)).Select(k => Bad(k, "There is no such option.", Suggestions.Closest(k, _read.Keys))));
        if (_problems.Count > 0)
            throw new InputException(_problems);
    }

    private T Used<T>(string name, T value) where T : IFormattable
    {
        _read[name] = value.ToString(null, CultureInfo.InvariantCulture);
        return value;
    }

    private T Chosen<T>(string name, T value) where T : struct, Enum
    {
        _read[name] = Written(value.ToString());
        return value;
    }

    /// <summary>MinMax is written min-max.</summary>
    private static string Written(string name) => WordStart().Replace(name, "-").ToLowerInvariant();

    private Problem Bad(string name, string message, string? near = null) => new(
        "operator-option", $"{operatorName}({name})", message,
        $"{(near is null ? "" : $"Did you mean '{near}'? ")}Options of {operatorName}: {(_read.Count == 0 ? "none" : string.Join(", ", _read.Keys))}.");

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
