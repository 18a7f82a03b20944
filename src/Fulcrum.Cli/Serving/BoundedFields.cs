using Fulcrum.Configuration;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Cli.Serving;

/// <summary>Figures of an object that have to lie within bounds.</summary>
/// <param name="fields">The object.</param>
/// <param name="place">What stands before its members' names in messages.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class BoundedFields(ConfigFields fields, string place, List<Problem> problems)
{
    /// <summary>Bytes, from 1.</summary>
    public double Size(string name, double standard, double most) => Within(fields.Quantity(name, Unit.Size) ?? standard, name, 1, most);

    /// <summary>A whole number; what is behind the point is dropped.</summary>
    public int Count(string name, int standard, int most, int least = 1) => (int)Number(name, standard, most, least);

    /// <summary>A number.</summary>
    public double Number(string name, double standard, double most, double least = 0) => Within(fields.Number(name) ?? standard, name, least, most);

    /// <summary>A time, up to a day.</summary>
    public TimeSpan Duration(string name, TimeSpan standard)
    {
        double seconds = fields.Quantity(name, Unit.Duration) ?? standard.TotalSeconds;
        if (seconds is >= 0 and <= 86_400)
            return TimeSpan.FromSeconds(seconds);
        problems.Add(new Problem($"{ServeConfig.Code}-out-of-range", place + name, FormattableString.Invariant($"{seconds} s is not within 0 and a day."), "Write for example \"5s\"."));
        return standard;
    }

    private double Within(double value, string name, double least, double most)
    {
        if (value >= least && value <= most)
            return value;
        problems.Add(new Problem($"{ServeConfig.Code}-out-of-range", place + name, FormattableString.Invariant($"{value} is not within {least} to {most}."), "Write a number within these."));
        return least;
    }
}
