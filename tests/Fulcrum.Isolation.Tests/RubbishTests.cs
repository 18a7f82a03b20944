using System.Diagnostics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Isolation.Native;
using Fulcrum.Isolation.Processes;
using Fulcrum.Isolation.Wire;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Isolation.Tests;

/// <summary>Workers that say what they cannot say.</summary>
public sealed class RubbishTests
{
    /// <summary>The descriptor of the connection is the third argument behind the script: worker confine DESCRIPTOR.</summary>
    [Theory]
    [InlineData("cat /dev/urandom >&$3")]
    [InlineData("cat /dev/zero >&$3")]
    [InlineData("printf '\\377\\377\\377\\177\\100\\000\\000\\000' >&$3; cat /dev/zero >&$3")]
    [InlineData("printf '\\004\\000\\000\\000\\100\\000\\000\\000\\377\\377\\377\\177' >&$3; sleep 60")]
    [InlineData("printf '\\000\\000\\000\\000\\105\\000\\000\\000' >&$3; sleep 60")]
    [InlineData("yes >&2 & yes; exit 3")]
    [InlineData("exit 3")]
    [InlineData("kill -SEGV $$")]
    [InlineData("sleep 60")]
    public void Load_WorkerThatIsNone_IsRefusedInTimeAndInLittleMemory(string script)
    {
        List<string> log = [];
        var options = Work.Quick with
        {
            StartTimeout = TimeSpan.FromSeconds(2), Log = (line, _) => Add(log, line),
        };
        options = options with { Command = new WorkerCommand("/bin/bash", ["-c", script, "fake"]) };
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        Assert.Equal("model-not-runnable", Work.CodeOf(() => new IsolatedRunner("m", options).Load(V2Models.Scale(2))));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(9), $"{clock.Elapsed}");
        lock (log)
            Assert.InRange(log.Count, 0, (2 * WorkerLines.MostLines) + 2);
    }

    [Fact]
    public void Load_ProgramThatIsNotThere_IsRefused() =>
        Assert.Equal("model-not-runnable", Work.CodeOf(() => new IsolatedRunner("m", Work.Quick with { Command = new WorkerCommand("/nowhere/fulcrum", []) }).Load(V2Models.Scale(2))));

    /// <summary>Answers of a worker, changed at random: each is read as something or refused, nothing else.</summary>
    [Fact]
    public void Read_AnswersChangedAtRandom_AreReadOrRubbish()
    {
        var writer = new FrameWriter();
        ValueCodec.Write(writer.Begin(FrameKind.Loaded), [new ValueInfo("x", ElementType.Float, Dim.Named("n"), 4), new ValueInfo("s", null)]);
        byte[] values = writer.End()[FrameChannel.HeaderBytes..].ToArray();
        TensorPlace.Write(writer.Begin(FrameKind.Outputs), [new TensorPlace("y", ElementType.Float, [2, 3], 64, 24), new TensorPlace("t", ElementType.String, [2], 128, 20)]);
        byte[] tensors = writer.End()[FrameChannel.HeaderBytes..].ToArray();
        using SharedMemory room = SharedMemory.Create(4096);
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. (i % 2 == 0 ? values : tensors)];
            for (int change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? 255 : random.Next(256));
            if (random.Next(5) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            random.NextBytes(room.Bytes(256));
            try
            {
                var reader = new FrameReader(bytes);
                if (i % 2 == 0)
                    ValueCodec.Read(ref reader);
                else
                    Array.ForEach(TensorPlace.Read(ref reader, room.Length), p => TensorRoom.Copy(room, p));
            }
            catch (RubbishException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 19_999);
    }

    [Fact]
    public void Memory_Shared_CannotBeCutShort()
    {
        using SharedMemory memory = SharedMemory.Create(4096);
        Assert.Equal(-1, MemoryCalls.SetLength(memory.File!, 1));
        Assert.Equal(-1, MemoryCalls.SetLength(memory.File!, 8192));
        memory.Bytes(4096)[4095] = 1;
    }

    private static void Add(List<string> log, string line)
    {
        lock (log)
            log.Add(line);
    }
}
