using System.Xml.Linq;
using Fulcrum.Lab.Charts;

namespace Fulcrum.Lab.Tests.Charts;

public sealed class SvgFigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static Chart Chart { get; } = new("time < 1 & more", "cut", "seconds", ["0", "1", "2"], [new("ours", [0.001, 0.1, null]), new("none", [0.01, 0, 10])]) { Logarithmic = true };

    [Fact]
    public void Draw_TwoCharts_IsWellFormedWithTitleLegendUnitsAndBothColourSchemes()
    {
        string text = SvgFigure.Draw("Fig. 5", "what it shows", [Chart, Chart with { Bars = true, Logarithmic = false }], columns: 2);
        XElement root = XDocument.Parse(text).Root!;
        string[] words = [.. root.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal("Fig. 5", root.Element(Svg + "title")!.Value);
        Assert.Equal(2, words.Count(w => w == "time < 1 & more"));
        Assert.Subset(words.ToHashSet(), new HashSet<string> { "cut", "seconds", "ours", "none", "0.001", "10" });
        Assert.Contains("prefers-color-scheme:dark", text);
        Assert.Equal(text, SvgFigure.Draw("Fig. 5", "what it shows", [Chart, Chart with { Bars = true, Logarithmic = false }], columns: 2));
    }

    [Fact]
    public void Draw_Logarithmic_LeavesOutZeroAndMissingAndPutsDecadesAtEqualSteps()
    {
        XElement root = XDocument.Parse(SvgFigure.Draw("f", "d", [Chart], columns: 1)).Root!;
        Assert.Equal(4, root.Descendants(Svg + "path").Count(p => p.Element(Svg + "title") is not null));
        double[] lines = [.. root.Descendants(Svg + "line").Where(l => (string?)l.Attribute("class") == "g").Select(l => (double)l.Attribute("y1")!)];
        Assert.Equal(5, lines.Length);
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.Equal(lines[0] - lines[1], pair.First - pair.Second, 0.11));
    }

    [Fact]
    public void Draw_Bars_AreAsHighAsTheirValues()
    {
        var chart = new Chart("b", "x", "y", ["1", "2"], [new("s", [50, 100])]) { Bars = true };
        double[] heights = [.. XDocument.Parse(SvgFigure.Draw("f", "d", [chart], columns: 1)).Descendants(Svg + "rect").Where(r => r.Element(Svg + "title") is not null).Select(r => (double)r.Attribute("height")!)];
        Assert.Equal(2 * heights[0], heights[1], 0.2);
    }

    [Fact]
    public void Draw_SeriesOfAnotherLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => SvgFigure.Draw("f", "d", [Chart with { Places = ["0"] }], columns: 1));

    [Theory]
    [InlineData(0.0834, new[] { 0, 0.02, 0.04, 0.06, 0.08, 0.1 })]
    [InlineData(77, new[] { 0.0, 20, 40, 60, 80 })]
    public void Ticks_LinearScale_AreRoundAndHoldTheValue(double value, double[] ticks)
    {
        var scale = ChartScale.Of([value], logarithmic: false);
        Assert.Equal(ticks, scale.Ticks.Select(t => Math.Round(t, 9)));
        Assert.InRange(scale.At(value), 0.5, 1);
    }
}
