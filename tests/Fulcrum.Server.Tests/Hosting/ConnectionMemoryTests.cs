using System.Buffers;
using Fulcrum.Server.Hosting;

namespace Fulcrum.Server.Tests.Hosting;

public sealed class ConnectionMemoryTests
{
    [Fact]
    public void Rent_AnythingUpToABlock_IsAWholeBlock()
    {
        using MemoryPool<byte> pool = new ConnectionMemory().Create();
        foreach (int least in (int[])[-1, 0, 1, 4096, ConnectionMemory.BlockBytes])
        {
            using IMemoryOwner<byte> block = pool.Rent(least);
            Assert.Equal(ConnectionMemory.BlockBytes, block.Memory.Length);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(ConnectionMemory.BlockBytes + 1));
    }

    [Fact]
    public void Rent_AfterReturn_AllocatesNothing()
    {
        using MemoryPool<byte> pool = new ConnectionMemory().Create();
        pool.Rent().Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            pool.Rent().Dispose();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Fact]
    public void Return_MoreThanAreKept_LetsTheRestGo()
    {
        using MemoryPool<byte> pool = new ConnectionMemory().Create();
        IMemoryOwner<byte>[] all = [.. Enumerable.Range(0, 2 * ConnectionMemory.Kept).Select(_ => pool.Rent())];
        foreach (IMemoryOwner<byte> block in all)
            block.Dispose();
        HashSet<IMemoryOwner<byte>> again = [.. Enumerable.Range(0, all.Length).Select(_ => pool.Rent())];
        Assert.Equal(all.Length, again.Count);
        Assert.Equal(ConnectionMemory.Kept, again.Intersect(all).Count());
    }
}
