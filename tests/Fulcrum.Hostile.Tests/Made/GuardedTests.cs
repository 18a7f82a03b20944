[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Fulcrum.Hostile.Tests.Made;

/// <summary>The guard itself catches what it is there for.</summary>
public sealed class GuardedTests
{
    [Fact]
    public void Run_CaseThatTakesTooMuchMemory_Fails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Guarded.Run(1 << 20, () => new byte[Guarded.Allowance + (8 << 20)]));

    [Fact]
    public void Run_CaseThatHangs_Fails() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Guarded.Run(0, () => new ManualResetEvent(false).WaitOne(30_000), limit: TimeSpan.FromSeconds(1)));
}
