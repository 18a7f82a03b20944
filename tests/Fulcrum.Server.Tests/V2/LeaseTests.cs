using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Models;
using Fulcrum.Server.Running;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Tests.V2;

public sealed class LeaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-lease-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ModelRepository Load()
    {
        V2Models.Write(_folder, "scale", V2Models.Scale(2));
        return ModelRepository.Load(_folder, new OnnxRuntimeRunner(1), new ModelSettings(new BatchPolicy(), 8, 1 << 20), null, TimeProvider.System);
    }

    [Fact]
    public void Unload_ModelInUse_GoesWithItsLastLease()
    {
        using ModelRepository repository = Load();
        ModelLease first = repository.Lease("scale", ""), second = repository.Lease("scale", "1");
        repository.Unload("scale");
        Assert.Equal("model-unknown", Assert.Throws<InputException>(() => repository.Lease("scale", "")).Problems[0].Code);
        first.Dispose();
        Slot slot = second.State.Session.Rent([2, 1, 4]);
        slot.Run(CancellationToken.None);
        second.State.Session.Return(slot);
        Assert.False(second.State.Leases.IsGone);
        second.Dispose();
        Assert.True(second.State.Leases.IsGone);
        Assert.False(second.State.Leases.TryTake());
    }

    [Fact]
    public void Load_ModelInUse_ServesTheOldOneToItsLastLease()
    {
        using ModelRepository repository = Load();
        ModelLease old = repository.Lease("scale", "");
        repository.Load("scale");
        using ModelLease fresh = repository.Lease("scale", "");
        Assert.NotSame(old.State, fresh.State);
        Assert.Same(old.State.Counts, fresh.State.Counts);
        Assert.False(old.State.Leases.IsGone);
        old.Dispose();
        Assert.True(old.State.Leases.IsGone);
    }

    [Fact]
    public void Rent_MoreShapesThanAreKept_ForgetsTheOneUsedLongestAgo()
    {
        var model = V2Models.Scale(2);
        using var session = new ModelSession(new OnnxRuntimeRunner(1), model, ModelSignature.Of(model.Graph), new SlotLimits(Shapes: 3));
        Slot Use(long batch)
        {
            Slot slot = session.Rent([2, batch, 4]);
            session.Return(slot);
            return slot;
        }

        Slot one = Use(1);
        Assert.Same(one, Use(1));
        Use(2);
        Use(3);
        Use(1);
        Use(4);
        Assert.Equal(3, session.Shapes);
        Assert.Same(one, Use(1));
        Assert.Throws<ObjectDisposedException>(() => Dispose(session, 2));
    }

    /// <summary>A slot that was given back after its shapes were forgotten is gone.</summary>
    private static int Dispose(ModelSession session, long batch)
    {
        Slot slot = session.Rent([2, batch, 4]);
        for (long other = 10; other < 13; other++)
            session.Return(session.Rent([2, other, 4]));
        session.Return(slot);
        return slot.Input(0).Length;
    }

    [Fact]
    public void Return_OverTheIdleMemory_KeepsNothing()
    {
        var model = V2Models.Scale(2);
        using var session = new ModelSession(new OnnxRuntimeRunner(1), model, ModelSignature.Of(model.Graph), new SlotLimits(IdleBytes: 10));
        Slot slot = session.Rent([2, 1, 4]);
        session.Return(slot);
        Assert.Throws<ObjectDisposedException>(() => slot.Input(0).Length);
    }

    [Fact]
    public void Bound_ShapesThatFollowFromSymbols_NeedNoFirstRun()
    {
        var model = V2Models.Scale(2);
        using var session = new ModelSession(new OnnxRuntimeRunner(1), model, ModelSignature.Of(model.Graph), new SlotLimits());
        Assert.Equal((true, 3), (session.Rent([2, 3, 4]).IsBound, session.Rent([2, 3, 4]).Batch));
        var varying = V2Models.Positions();
        using var other = new ModelSession(new OnnxRuntimeRunner(1), varying, ModelSignature.Of(varying.Graph), new SlotLimits());
        Assert.False(other.Rent([1, 4]).IsBound);
    }
}
