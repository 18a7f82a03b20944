using System.Globalization;
using System.Security;
using System.Text;

namespace Fulcrum.Lab.Charts;

/// <summary>SVG elements as text: numbers to a tenth, words escaped.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    public void Raw(string text) => _text.Append(text).Append('\n');

    public void Line(string style, double x1, double y1, double x2, double y2) => Raw($"""<line class="{style}" x1="{N(x1)}" y1="{N(y1)}" x2="{N(x2)}" y2="{N(y2)}"/>""");

    public void Path(string style, IEnumerable<(double X, double Y)> points) => Raw($"""<path class="{style}" d="M{string.Join('L', points.Select(p => $"{N(p.X)} {N(p.Y)}"))}"/>""");

    public void Box(string style, double x, double y, double width, double height, string? title = null) =>
        Raw($"""<rect class="{style}" x="{N(x)}" y="{N(y)}" width="{N(width)}" height="{N(height)}"{Closed(title, "rect")}""");

    public void Words(string style, double x, double y, string anchor, string words, double turn = 0) =>
        Raw($"""<text class="{style}" x="{N(x)}" y="{N(y)}" text-anchor="{anchor}"{(turn == 0 ? "" : $" transform=\"rotate({N(turn)} {N(x)} {N(y)})\"")}>{Escape(words)}</text>""");

    /// <summary>A circle, square, triangle or diamond, by the series' number.</summary>
    public void Marker(int series, double x, double y, string? title = null)
    {
        string shape = (series % SvgStyle.Colours) switch
        {
            0 => $"M{N(x - 3)} {N(y)}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
            1 => $"M{N(x - 3)} {N(y - 3)}h6v6h-6z",
            2 => $"M{N(x)} {N(y - 3.6)}l3.6 6.4h-7.2z",
            _ => $"M{N(x)} {N(y - 4)}l4 4l-4 4l-4 -4z",
        };
        Raw($"""<path class="f{series % SvgStyle.Colours}" d="{shape}"{Closed(title, "path")}""");
    }

    public static string Escape(string words) => SecurityElement.Escape(words);

    public static string N(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();

    private static string Closed(string? title, string element) => title is null ? "/>" : $"><title>{Escape(title)}</title></{element}>";
}
