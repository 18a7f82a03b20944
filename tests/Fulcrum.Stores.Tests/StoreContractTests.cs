using System.Security.Cryptography;
using System.Text;
using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Stores.Tests;

/// <summary>What every store does, whatever it is made of.</summary>
public abstract class StoreContractTests
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The same store as another replica sees it.</summary>
    protected abstract IStore Open();

    [Fact]
    public async Task Objects_OfAllSizes_ComeBackAsTheyWere()
    {
        await using IStore one = Open(), other = Open();
        foreach (int size in (int[])[0, 1, 1000, 1 << 20, (3 << 20) + 17])
        {
            byte[] bytes = Bytes(size);
            string sha256 = await Put(one, bytes);
            Assert.Equal(bytes, await Get(other, sha256));
            await Put(other, bytes);
        }
    }

    [Fact]
    public async Task PutObject_OtherBytesThanTheName_KeepsNothing()
    {
        await using IStore store = Open();
        string sha256 = Hash(Bytes(100));
        Assert.Equal("object-damaged", Code(await Assert.ThrowsAsync<InputException>(() => store.PutObjectAsync(sha256, new MemoryStream(Bytes(101)), Stop))));
        Assert.Equal("object-unknown", Code(await Assert.ThrowsAsync<InputException>(() => Get(store, sha256))));
        foreach (string bad in (string[])["", "..", "../../etc/passwd", sha256.ToUpperInvariant()])
            Assert.Equal("object-unknown", Code(await Assert.ThrowsAsync<InputException>(() => Get(store, bad))));
    }

    /// <summary>A process that dies in the middle of an object, as far as its store can tell.</summary>
    [Fact]
    public async Task PutObject_StreamThatBreaks_LeavesNothingHalfAndCanBeRepeated()
    {
        await using IStore store = Open();
        byte[] bytes = Bytes(5 << 20);
        string sha256 = Hash(bytes);
        await Assert.ThrowsAnyAsync<Exception>(() => store.PutObjectAsync(sha256, new BreakingStream(bytes, 3 << 20), Stop));
        Assert.Equal("object-unknown", Code(await Assert.ThrowsAsync<InputException>(() => Get(store, sha256))));
        await Put(store, bytes);
        Assert.Equal(bytes, await Get(store, sha256));
    }

    [Fact]
    public async Task PutObject_SeveralAtOnce_IsThereOnceAndWhole()
    {
        await using IStore one = Open(), other = Open();
        byte[] bytes = Bytes(2 << 20);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Put(i % 2 == 0 ? one : other, bytes)));
        Assert.Equal(bytes, await Get(one, Hash(bytes)));
    }

    [Fact]
    public async Task TryWrite_NextVersion_IsWrittenAndAnyOtherIsNot()
    {
        await using IStore one = Open(), other = Open();
        Assert.Empty(await one.HistoryAsync("plans", "a", Stop));
        Assert.True(await one.TryWriteAsync("plans", "a", 0, Text("first"), Stop));
        Assert.False(await other.TryWriteAsync("plans", "a", 0, Text("first, too"), Stop));
        Assert.False(await other.TryWriteAsync("plans", "a", 7, Text("late"), Stop));
        Assert.True(await other.TryWriteAsync("plans", "a", 1, Text("second"), Stop));
        Assert.True(await other.TryWriteAsync("plans", "B.2", 0, Text("b"), Stop));
        Assert.True(await other.TryWriteAsync("models", "a", 0, Text("model"), Stop));
        Assert.Equal([(2, "second"), (1, "first")], (await one.HistoryAsync("plans", "a", Stop)).Select(d => (d.Version, Text(d.Content))));
        Assert.Equal([("B.2", 1, "b"), ("a", 2, "second")], (await one.DocumentsAsync("plans", Stop)).Select(d => (d.Name, d.Version, Text(d.Content))));
        Assert.All(await one.HistoryAsync("plans", "a", Stop), d => Assert.InRange(d.Age, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        foreach (string name in (string[])["", ".", "..", "a/b", "a'b", new string('a', 129)])
            Assert.Equal("store-name", Code(await Assert.ThrowsAsync<InputException>(() => one.TryWriteAsync("plans", name, 0, Text(""), Stop))));
    }

    [Fact]
    public async Task TryWrite_OldVersions_AreForgotten()
    {
        await using IStore store = Open();
        for (int v = 0; v < StoreLimits.Versions + 5; v++)
            Assert.True(await store.TryWriteAsync("plans", "many", v, Text($"{v + 1}"), Stop));
        IReadOnlyList<StoredDocument> history = await store.HistoryAsync("plans", "many", Stop);
        Assert.Equal(Enumerable.Range(6, StoreLimits.Versions).Reverse().Select(v => (long)v), history.Select(d => d.Version));
        Assert.False(await store.TryWriteAsync("plans", "many", 0, Text("again"), Stop));
    }

    [Fact]
    public async Task TryWrite_ManyWriters_LosesNoneOfTheirSteps()
    {
        await using IStore one = Open(), other = Open();
        async Task Count(IStore store)
        {
            for (int done = 0; done < 25;)
            {
                StoredDocument? newest = await store.HistoryAsync("counts", "n", Stop) is [StoredDocument last, ..] ? last : null;
                int value = newest is null ? 0 : int.Parse(Text(newest.Content));
                if (await store.TryWriteAsync("counts", "n", newest?.Version ?? 0, Text($"{value + 1}"), Stop))
                    done++;
            }
        }

        await Task.WhenAll(Count(one), Count(other), Count(one), Count(other));
        Assert.Equal((100, "100"), (await one.HistoryAsync("counts", "n", Stop))[0] is var newest ? (newest.Version, Text(newest.Content)) : default);
    }

    [Fact]
    public async Task Changes_OfAnotherReplica_AreToldWithinSeconds()
    {
        await using IStore one = Open(), other = Open();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        long seen = 0;
        await foreach (bool _ in one.ChangesAsync(TimeSpan.FromMinutes(10), stop.Token))
        {
            IReadOnlyList<StoredDocument> history = await one.HistoryAsync("plans", "told", Stop);
            seen = history.Count == 0 ? 0 : history[0].Version;
            if (seen == 3)
                break;
            Assert.True(await other.TryWriteAsync("plans", "told", seen, Text($"{seen}"), Stop));
        }

        Assert.Equal(3, seen);
    }

    [Fact]
    public async Task Devices_Reports_ReplaceEachOtherAndExpire()
    {
        await using IStore one = Open(), other = Open();
        await one.ReportAsync("camera-1", Text("""{"a":1}"""), TimeSpan.FromMinutes(1), Stop);
        await other.ReportAsync("camera-1", Text("""{"a":2}"""), TimeSpan.FromMinutes(1), Stop);
        await other.ReportAsync("camera-0", Text("{}"), TimeSpan.FromMinutes(1), Stop);
        await other.ReportAsync("gone", Text("{}"), TimeSpan.FromTicks(1), Stop);
        IReadOnlyList<DeviceState> devices = await one.DevicesAsync(Stop);
        Assert.Equal([("camera-0", "{}"), ("camera-1", """{"a":2}""")], devices.Select(d => (d.Name, Text(d.Json))));
        Assert.All(devices, d => Assert.InRange((d.Expires - d.Seen).TotalSeconds, 55, 65));
        Assert.Equal("store-name", Code(await Assert.ThrowsAsync<InputException>(() => one.ReportAsync("../x", Text(""), TimeSpan.FromMinutes(1), Stop))));
        Assert.Equal("device-malformed", Code(await Assert.ThrowsAsync<InputException>(() => one.ReportAsync("big", new byte[StoreLimits.DeviceBytes + 1], TimeSpan.FromMinutes(1), Stop))));
    }

    protected static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    protected static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    protected static async Task<string> Put(IStore store, byte[] bytes)
    {
        await store.PutObjectAsync(Hash(bytes), new MemoryStream(bytes), Stop);
        return Hash(bytes);
    }

    protected static async Task<byte[]> Get(IStore store, string sha256)
    {
        using var into = new MemoryStream();
        await store.ReadObjectAsync(sha256, into, Stop);
        return into.ToArray();
    }

    protected static string Code(InputException refused) => refused.Problems[0].Code;

    protected static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Breaks after so many bytes, for good.</summary>
    private sealed class BreakingStream(byte[] bytes, int whole) : Stream
    {
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_read >= whole)
                throw new IOException("broken");
            int length = Math.Min(count, whole - _read);
            bytes.AsSpan(_read, length).CopyTo(buffer.AsSpan(offset));
            _read += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
