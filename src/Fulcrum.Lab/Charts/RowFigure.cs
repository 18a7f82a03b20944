namespace Fulcrum.Lab.Charts;

/// <summary>One chart of rows as SVG: no script, no other file, readable on light and dark pages and by screen readers.</summary>
public sealed class RowFigure
{
    private const double Width = 760, Step = 20, Above = 44, Below = 40, Right = 24, Letter = 5.8;
    private const int LongestName = 46;
    private readonly SvgText _svg = new();
    private readonly RowChart _chart;
    private readonly ChartScale _scale;
    private readonly double _x, _w, _h;

    private RowFigure(RowChart chart)
    {
        if (chart.Rows.Count == 0)
            throw new ArgumentException($"'{chart.Title}' has no rows.", nameof(chart));
        (_chart, _scale) = (chart, ChartScale.Of(chart.Drawn, chart.Logarithmic));
        _x = 16 + (Letter * Math.Min(LongestName, chart.Rows.Max(r => r.Name.Length)));
        (_w, _h) = (Width - _x - Right, chart.Rows.Count * Step);
    }

    /// <summary>Draws a chart. Equal charts give equal text.</summary>
    /// <param name="chart">The chart, of one row or more.</param>
    /// <param name="description">What it shows, for those who do not see it.</param>
    /// <exception cref="ArgumentException">The chart has no rows.</exception>
    public static string Draw(RowChart chart, string description) => new RowFigure(chart).Draw(description);

    private string Draw(string description)
    {
        double height = Above + _h + Below;
        _svg.Raw($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SvgText.N(Width)} {SvgText.N(height)}" width="{SvgText.N(Width)}" height="{SvgText.N(height)}" role="img" aria-label="{SvgText.Escape($"{_chart.Title}. {description}")}">""");
        _svg.Raw(SvgStyle.Sheet);
        _svg.Box("b", 0, 0, Width, height);
        _svg.Words("t", Width / 2, 16, "middle", _chart.Title);
        Legend();
        Axis();
        for (int r = 0; r < _chart.Rows.Count; r++)
            Row(_chart.Rows[r], Above + ((r + 0.5) * Step));
        if (_chart.Mark is double mark)
            _svg.Line("m", X(mark), Above, X(mark), Above + _h);
        _svg.Raw("</svg>");
        return _svg.ToString();
    }

    private void Legend()
    {
        double x = _x;
        for (int p = 0; p < _chart.Pieces.Count; p++)
        {
            _svg.Box($"f{p % SvgStyle.Colours}", x, 25, 8, 8);
            _svg.Words("s", x + 12, 33, "start", _chart.Pieces[p]);
            x += 30 + (Letter * _chart.Pieces[p].Length);
        }
    }

    private void Axis()
    {
        foreach (double tick in _scale.Ticks)
        {
            _svg.Line("g", X(tick), Above, X(tick), Above + _h);
            _svg.Words("s", X(tick), Above + _h + 14, "middle", ChartScale.Label(tick));
        }

        _svg.Words("s", _x + (_w / 2), Above + _h + 31, "middle", _chart.XLabel);
    }

    private void Row(ChartRow row, double y)
    {
        _svg.Words("s", _x - 6, y + 3.5, "end", Short(row.Name));
        switch (row)
        {
            case BoxRow box:
                string said = FormattableString.Invariant($"{row.Name}: median {box.Median:g4}, half of all between {box.Q1:g4} and {box.Q3:g4}");
                _svg.Path("l c0", [(X(box.P5), y), (X(box.Q1), y)]);
                _svg.Path("l c0", [(X(box.Q3), y), (X(box.P95), y)]);
                _svg.Box("f0", X(box.Q1), y - 6, Math.Max(1.5, X(box.Q3) - X(box.Q1)), 12, said);
                _svg.Path("l c1", [(X(box.Median), y - 8), (X(box.Median), y + 8)]);
                break;
            case IntervalRow interval:
                _svg.Path("l c0", [(X(interval.Low), y), (X(interval.High), y)]);
                _svg.Marker(1, X(interval.Middle), y, FormattableString.Invariant($"{row.Name}: {interval.Middle:g4}, from {interval.Low:g4} to {interval.High:g4}"));
                break;
            case StackRow stack:
                double from = 0;
                for (int p = 0; p < stack.Pieces.Count; from += stack.Pieces[p++])
                    _svg.Box($"f{p % SvgStyle.Colours}", X(from), y - 7, Math.Max(0, X(from + stack.Pieces[p]) - X(from)), 14, FormattableString.Invariant($"{row.Name}, {_chart.Pieces[p]}: {stack.Pieces[p]:g4}"));
                break;
        }
    }

    /// <summary>The ends of a long name, which say what is done and where.</summary>
    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName / 2)]}…{name[^((LongestName / 2) - 1)..]}";

    /// <summary>What is not on the axis stands at its end.</summary>
    private double X(double value) => _x + (_w * (double.IsNaN(value) || (value <= 0 && _chart.Logarithmic) ? 0 : Math.Clamp(_scale.At(value), 0, 1)));
}
