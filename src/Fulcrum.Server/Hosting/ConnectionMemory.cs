using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Fulcrum.Server.Hosting;

/// <summary>
/// The buffers of connections, larger than Kestrel's 4 KiB: tensors come in hundreds of kilobytes, and every buffer costs a system call.
/// A connection that waits for its next bytes holds none.
/// </summary>
internal sealed class ConnectionMemory : IMemoryPoolFactory<byte>
{
    /// <summary>Bytes of a buffer.</summary>
    public const int BlockBytes = 32 << 10;

    /// <summary>Buffers that are kept while nobody needs them, of each pool.</summary>
    public const int Kept = 256;

    /// <inheritdoc />
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly ConcurrentQueue<Block> _free = new();

        public override int MaxBufferSize => BlockBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
            return _free.TryDequeue(out Block? block) ? block : new Block(this);
        }

        protected override void Dispose(bool disposing) => _free.Clear();

        internal void Return(Block block)
        {
            if (_free.Count < Kept)
                _free.Enqueue(block);
        }
    }

    /// <summary>Pinned: sockets read into it and write from it.</summary>
    private sealed class Block(Pool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true), 0, BlockBytes);

        public void Dispose() => pool.Return(this);
    }
}
