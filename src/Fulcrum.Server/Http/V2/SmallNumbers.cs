using System.Globalization;

namespace Fulcrum.Server.Http.V2;

/// <summary>Numbers as text, those that come often made once.</summary>
internal static class SmallNumbers
{
    private static readonly string?[] Known = new string?[4096];

    public static string Text(int number) => (uint)number < Known.Length
        ? Known[number] ??= number.ToString(CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);
}
