namespace Fulcrum.Lab.Charts;

/// <summary>Charts side by side as one SVG: no script, no other file, readable on light and dark pages and by screen readers.</summary>
public static class SvgFigure
{
    private const double Margin = 8;

    /// <summary>Draws a figure. Equal charts give equal text.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="description">What it shows, for those who do not see it.</param>
    /// <param name="charts">The charts, row by row.</param>
    /// <param name="columns">How many stand beside each other.</param>
    /// <exception cref="ArgumentException">A chart has no place, more series than can be told apart, or a series of another length than its places.</exception>
    public static string Draw(string title, string description, IReadOnlyList<Chart> charts, int columns)
    {
        if (charts.FirstOrDefault(c => c.Places.Count == 0 || c.Series.Count > SvgStyle.Colours || c.Series.Any(s => s.Values.Count != c.Places.Count)) is Chart wrong)
            throw new ArgumentException($"'{wrong.Title}' has {wrong.Places.Count} places, {wrong.Series.Count} series of {string.Join(", ", wrong.Series.Select(s => s.Values.Count))} values.", nameof(charts));
        int across = Math.Min(columns, charts.Count), down = (charts.Count + columns - 1) / columns;
        double width = (2 * Margin) + (across * SvgPanel.Width), height = (2 * Margin) + (down * SvgPanel.Height);
        var svg = new SvgText();
        svg.Raw($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SvgText.N(width)} {SvgText.N(height)}" width="{SvgText.N(width)}" height="{SvgText.N(height)}" role="img" aria-labelledby="title about">""");
        svg.Raw($"""<title id="title">{SvgText.Escape(title)}</title><desc id="about">{SvgText.Escape(description)}</desc>""");
        svg.Raw(SvgStyle.Sheet);
        svg.Box("b", 0, 0, width, height);
        for (int c = 0; c < charts.Count; c++)
            new SvgPanel(svg, charts[c], Margin + (c % columns * SvgPanel.Width), Margin + (c / columns * SvgPanel.Height)).Draw();
        svg.Raw("</svg>");
        return svg.ToString();
    }
}
