using Fulcrum.Lab.Demo;

namespace Fulcrum.Lab.Tests;

public sealed class DemoReportPageTests
{
    private static DemoReport Report(string name) => new()
    {
        Fp32Top1 = 0.98, Fp32Interval = [0.97, 0.99], TestImages = 100, Model = new DemoModel(name, "mnist", 10, "hash"), ComparisonLevel = 0.25, ExpectedRequests = 1,
        Layers = [new DemoLayer("fc1", 10, 4, 5, 0.875)],
        Patterns = [], Chosen = new DemoChoice(0, 0.25, 1, "chosen", []), Baselines = [], Method = "m",
        Environment = new DemoEnvironment("0.1.0", "net", "os", 2, 1), Seconds = new Dictionary<string, double>(),
    };

    [Fact]
    public void Render_AnyReport_IsOneSelfContainedPage()
    {
        string page = DemoReportPage.Render(Report("mlp"));
        Assert.Contains("\"fp32_top1\": 0.98", page);
        Assert.DoesNotContain("<script src", page);
        Assert.DoesNotContain("<link", page);
        Assert.DoesNotContain("/*DATA*/", page);
        Assert.Contains("new Chart(", page);
    }

    [Fact]
    public void Render_TextThatLooksLikeMarkup_CannotEndTheData()
    {
        string page = DemoReportPage.Render(Report("</script><script>alert(1)</script>"));
        Assert.DoesNotContain("<script>alert(1)", page);
    }
}
