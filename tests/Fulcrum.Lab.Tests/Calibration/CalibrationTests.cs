using Fulcrum.Lab.Calibration;

namespace Fulcrum.Lab.Tests.Calibration;

public sealed class CalibrationTests
{
    [Fact]
    public void Faults_OnlyWhatIsOffByMoreThanItMay_IsNamed()
    {
        Calibrated Rate(double measured) => new(10e6, measured - 1e5, measured + 1e5);
        Assert.Equal(0.02, Rate(10e6).Spread, 1e-12);
        CalibratedLink Link(double up, double down) => new("a", "b", Rate(up), Rate(down), new Calibrated(0, 0.5, 0.5));
        CalibratedTier Tier(double cores) => new("a", new Calibrated(0.5, cores, cores));
        Assert.Empty(Calibrator.Faults([Tier(0.54), Tier(0.46)], [Link(10.4e6, 9.6e6)]));
        string[] faults = [.. Calibrator.Faults([Tier(0.4)], [Link(10.6e6, 9.4e6)])];
        Assert.Equal(["tier a: 0.4 cores measured, 0.5 asked for (-20.0 %)", "link a to b, up: 10.6 Mbit/s measured, 10 asked for (+6.0 %)", "link a to b, down: 9.4 Mbit/s measured, 10 asked for (-6.0 %)"], faults);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Faults_NothingMeasured_IsAFault(double measured) => Assert.NotNull(new Calibrated(1e6, measured, measured).Fault("x", "y", 1, 0.05));
}
