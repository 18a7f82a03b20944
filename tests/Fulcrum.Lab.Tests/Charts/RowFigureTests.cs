using System.Xml.Linq;
using Fulcrum.Lab.Charts;

namespace Fulcrum.Lab.Tests.Charts;

public sealed class RowFigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Draw_EveryKindOfRow_IsWellFormedEscapedAndTheSameAgain()
    {
        var chart = new RowChart("a < b & c", "ms", [new BoxRow("\"box\" <1>", 1, 2, 3, 4, 5), new IntervalRow("interval & more", 2, 3, 9), new StackRow("stack", [1, 2, 3])]) { Pieces = ["p", "q", "r"], Mark = 4 };
        string text = RowFigure.Draw(chart, "what it shows");
        XElement root = XDocument.Parse(text).Root!;
        string[] words = [.. root.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Subset(words.ToHashSet(), new HashSet<string> { "a < b & c", "ms", "\"box\" <1>", "interval & more", "stack", "p", "q", "r" });
        Assert.Equal("a < b & c. what it shows", (string?)root.Attribute("aria-label"));
        Assert.Equal(text, RowFigure.Draw(chart, "what it shows"));
    }

    [Fact]
    public void Draw_Boxes_StandWhereTheirValuesAre()
    {
        XElement root = Draw(new RowChart("t", "x", [new BoxRow("a", 0, 25, 50, 75, 100)]));
        XElement box = Titled(root, "rect").Single();
        double[] ticks = [.. root.Descendants(Svg + "line").Where(l => (string?)l.Attribute("class") == "g").Select(l => (double)l.Attribute("x1")!)];
        double width = ticks[^1] - ticks[0];
        Assert.Equal(ticks[0] + (0.25 * width), (double)box.Attribute("x")!, 0.2);
        Assert.Equal(0.5 * width, (double)box.Attribute("width")!, 0.2);
    }

    [Fact]
    public void Draw_Stack_IsAsLongAsItsSum()
    {
        XElement[] pieces = [.. Titled(Draw(new RowChart("t", "x", [new StackRow("a", [10, 0, 30])]) { Pieces = ["p", "q", "r"] }), "rect")];
        Assert.Equal(3, pieces.Length);
        Assert.Equal(0, (double)pieces[1].Attribute("width")!);
        Assert.Equal(3 * (double)pieces[0].Attribute("width")!, (double)pieces[2].Attribute("width")!, 0.3);
        Assert.Equal((double)pieces[0].Attribute("x")! + (double)pieces[0].Attribute("width")!, (double)pieces[2].Attribute("x")!, 0.2);
    }

    [Theory]
    [InlineData(false, 0, 0, 0)]
    [InlineData(true, 0, 0, 0)]
    [InlineData(true, 0, 1, 1e9)]
    [InlineData(true, 1e-9, 1, 1e12)]
    [InlineData(false, 1e-9, 1, 1e12)]
    [InlineData(true, 5, 5, 5)]
    [InlineData(false, 5, 5, double.PositiveInfinity)]
    [InlineData(true, 5, double.NaN, double.PositiveInfinity)]
    public void Draw_ZerosAndHugeRanges_StayOnThePage(bool logarithmic, double low, double middle, double high)
    {
        XElement root = Draw(new RowChart("t", "x", [new IntervalRow("a", low, middle, high), new BoxRow("b", low, low, middle, high, high)]) { Logarithmic = logarithmic, Mark = 1 });
        double width = (double)root.Attribute("width")!;
        Assert.All(root.Descendants().SelectMany(e => e.Attributes()).Where(a => a.Name.LocalName is "x" or "x1" or "x2"), a => Assert.InRange((double)a, 0, width));
        Assert.DoesNotContain(root.Descendants(Svg + "path").Select(p => (string)p.Attribute("d")!), d => d.Contains('N', StringComparison.Ordinal) || d.Contains('∞', StringComparison.Ordinal));
        Assert.InRange(root.Descendants(Svg + "line").Count(l => (string?)l.Attribute("class") == "g"), 2, 12);
    }

    [Fact]
    public void Draw_LongNames_KeepTheirEnds()
    {
        string name = $"{new string('a', 40)} on {new string('b', 40)}";
        string shown = Draw(new RowChart("t", "x", [new StackRow(name, [1])]) { Pieces = ["p"] }).Descendants(Svg + "text").Select(t => t.Value).Single(t => t.Contains('…', StringComparison.Ordinal));
        Assert.True(shown.Length <= 46 && shown.StartsWith("aaa", StringComparison.Ordinal) && shown.EndsWith("bbb", StringComparison.Ordinal), shown);
    }

    [Fact]
    public void Draw_NoRows_IsRefused() => Assert.Throws<ArgumentException>(() => RowFigure.Draw(new RowChart("t", "x", []), "d"));

    private static XElement Draw(RowChart chart) => XDocument.Parse(RowFigure.Draw(chart, "d")).Root!;

    private static IEnumerable<XElement> Titled(XElement root, string element) => root.Descendants(Svg + element).Where(r => r.Element(Svg + "title") is not null);
}
