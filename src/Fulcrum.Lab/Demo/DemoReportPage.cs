using System.Text.Json;

namespace Fulcrum.Lab.Demo;

/// <summary>Draws a <see cref="DemoReport"/> as one self-contained HTML page: no network, no other file.</summary>
public static class DemoReportPage
{
    /// <summary>The page.</summary>
    public static string Render(DemoReport report)
    {
        // Inside a script element only "<" could end the data early.
        string data = JsonSerializer.Serialize(report, DemoJson.Default.DemoReport).Replace("<", "\\u003c", StringComparison.Ordinal);
        return Resource("report.html")
            .Replace("/*DATA*/", data, StringComparison.Ordinal)
            .Replace("/*PAGE_JS*/", Resource("report.js"), StringComparison.Ordinal)
            .Replace("/*CHART_JS*/", Resource("chart.js"), StringComparison.Ordinal);
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(DemoReportPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
