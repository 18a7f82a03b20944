using System.Globalization;

namespace Fulcrum.Device;

/// <summary>Reads the Server-Timing header (W3C): <c>total;dur=1.25</c>, in milliseconds.</summary>
internal static class ServerTiming
{
    public static TimeSpan Total(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Server-Timing", out IEnumerable<string>? values))
            return TimeSpan.Zero;
        foreach (string metric in values.SelectMany(v => v.Split(',')))
        {
            string[] parts = metric.Trim().Split(";dur=");
            if (parts is ["total", string text] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds) && double.IsFinite(milliseconds))
                return TimeSpan.FromMilliseconds(milliseconds);
        }

        return TimeSpan.Zero;
    }
}
