using System.Globalization;
using Fulcrum.Problems;

namespace Fulcrum.Device.Following;

/// <summary>The charge of the device's battery: a joule counts as 1 / charge joules of a full one, at most 20.</summary>
public sealed class Battery
{
    private const double Least = 0.05;
    private readonly string? _file;
    private double _charge;

    private Battery(string? file, double charge) => (_file, _charge) = (file, charge);

    /// <summary>What a joule counts, 1 to 20.</summary>
    public double EnergyFactor => 1 / Math.Max(Least, _charge);

    /// <summary>Its charge now, 0 to 100.</summary>
    public double ChargePercent()
    {
        Refresh();
        return 100 * _charge;
    }

    /// <summary>A fixed charge in percent, or a file that holds it, such as /sys/class/power_supply/BAT0/capacity.</summary>
    /// <exception cref="InputException"><c>option-malformed</c>: it is neither.</exception>
    public static Battery Parse(string text, string option)
    {
        if (Percent(text) is double fixedCharge)
            return new Battery(null, fixedCharge);
        return File.Exists(text) && Read(text) is double charge
            ? new Battery(text, charge)
            : throw new InputException("option-malformed", option, $"'{text}' is no charge of 0 to 100 percent, and no file that holds one.", "Use for example 35, 35%, or /sys/class/power_supply/BAT0/capacity.");
    }

    /// <summary>Reads the file again; a file that cannot be read leaves the charge as it was.</summary>
    public void Refresh()
    {
        if (_file is not null && Read(_file) is double charge)
            _charge = charge;
    }

    private static double? Read(string file)
    {
        try
        {
            return Percent(File.ReadAllText(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static double? Percent(string text) =>
        double.TryParse(text.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 100 ? value / 100 : null;
}
