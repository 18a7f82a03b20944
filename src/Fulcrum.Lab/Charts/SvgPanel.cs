namespace Fulcrum.Lab.Charts;

/// <summary>Draws one chart into a figure.</summary>
internal sealed class SvgPanel(SvgText svg, Chart chart, double left, double top)
{
    public const double Width = 340, Height = 250;
    private const double Before = 58, Above = 42, After = 12, Below = 40, LegendStep = 14;
    private const int MostPlaces = 14;
    private readonly ChartScale _scale = ChartScale.Of(chart.Drawn, chart.Logarithmic);
    private readonly double _x = left + Before, _y = top + Above, _w = Width - Before - After, _h = Height - Above - Below;

    public void Draw()
    {
        svg.Words("t", left + (Width / 2), top + 14, "middle", chart.Title);
        Legend();
        Axes();
        for (int s = 0; s < chart.Series.Count; s++)
        {
            if (chart.Bars)
                Bars(s);
            else
                Lines(s);
        }

        foreach (ChartMark mark in chart.Marks)
            svg.Line("m", _x, Y(mark.Value), _x + _w, Y(mark.Value));
    }

    private void Legend()
    {
        double x = _x;
        for (int s = 0; s < chart.Series.Count; s++)
        {
            if (chart.Bars)
                svg.Box($"f{s % SvgStyle.Colours}", x, top + 22, 8, 8);
            else
                svg.Path($"l c{s % SvgStyle.Colours}", [(x - 6, top + 26), (x + 14, top + 26)]);
            if (!chart.Bars)
                svg.Marker(s, x + 4, top + 26);
            svg.Words("s", x + 18, top + 30, "start", chart.Series[s].Name);
            x += 18 + (5.4 * chart.Series[s].Name.Length) + LegendStep;
        }

        foreach (ChartMark mark in chart.Marks)
        {
            svg.Line("m", x - 6, top + 26, x + 14, top + 26);
            svg.Words("s", x + 18, top + 30, "start", mark.Name);
            x += 18 + (5.4 * mark.Name.Length) + LegendStep;
        }
    }

    private void Axes()
    {
        foreach (double tick in _scale.Ticks)
        {
            svg.Line("g", _x, Y(tick), _x + _w, Y(tick));
            svg.Words("s", _x - 4, Y(tick) + 3, "end", ChartScale.Label(tick));
        }

        int every = (chart.Places.Count + MostPlaces - 1) / MostPlaces;
        for (int p = 0; p < chart.Places.Count; p += Math.Max(1, every))
            svg.Words("s", X(p), _y + _h + 14, "middle", chart.Places[p]);
        svg.Words("s", _x + (_w / 2), _y + _h + 30, "middle", chart.XLabel);
        svg.Words("s", left + 12, _y + (_h / 2), "middle", chart.YLabel, -90);
    }

    private void Bars(int series)
    {
        double slot = _w / chart.Places.Count, wide = 0.76 * slot / chart.Series.Count;
        for (int p = 0; p < chart.Places.Count; p++)
        {
            if (Drawn(series, p) is double value)
                svg.Box($"f{series % SvgStyle.Colours}", X(p) - (0.38 * slot) + (series * wide), Y(value), wide, _y + _h - Y(value), Said(series, p, value));
        }
    }

    private void Lines(int series)
    {
        List<(double X, double Y)> run = [];
        for (int p = 0; p <= chart.Places.Count; p++)
        {
            if (p < chart.Places.Count && Drawn(series, p) is double value)
            {
                run.Add((X(p), Y(value)));
                continue;
            }

            if (run.Count > 1)
                svg.Path($"l c{series % SvgStyle.Colours}", run);
            run.Clear();
        }

        for (int p = 0; p < chart.Places.Count; p++)
        {
            if (Drawn(series, p) is double value)
                svg.Marker(series, X(p), Y(value), Said(series, p, value));
        }
    }

    private double? Drawn(int series, int place) => chart.Series[series].Values[place] is double v && double.IsFinite(v) && (v > 0 || !chart.Logarithmic) ? v : null;

    private string Said(int series, int place, double value) => FormattableString.Invariant($"{chart.Series[series].Name}, {chart.Places[place]}: {value:g4}");

    private double X(int place) => _x + (_w * (place + 0.5) / chart.Places.Count);

    private double Y(double value) => _y + (_h * (1 - _scale.At(value)));
}
