using System.Diagnostics;
using System.Threading.Channels;
using Fulcrum.Stages.Tracing;
using OpenTelemetry;

namespace Fulcrum.Tracing;

/// <summary>Takes spans as they end and has them exported in batches by a task of its own: what has no room is dropped and counted, so that no request waits for a collector.</summary>
internal sealed class SpanQueue : BaseExportProcessor<Activity>
{
    /// <summary>Most spans that wait.</summary>
    public const int Room = 2048;

    private const int Most = 512, Closing = 1000;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);
    private readonly Channel<Activity> _waiting = Channel.CreateBounded<Activity>(new BoundedChannelOptions(Room) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _hurry = new();
    private readonly SpanCounts _counts;
    private readonly TimeProvider _time;
    private readonly Task _work;

    public SpanQueue(BaseExporter<Activity> exporter, SpanCounts counts, TimeProvider time)
        : base(exporter)
    {
        (_counts, _time) = (counts, time);
        _work = Task.Run(WorkAsync);
    }

    public override void OnEnd(Activity data)
    {
        if (data.Recorded)
            OnExport(data);
    }

    protected override void OnExport(Activity data)
    {
        if (!_waiting.Writer.TryWrite(data))
            _counts.Lost(1);
    }

    /// <summary>Exports what waits, for so long; the rest is dropped.</summary>
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _waiting.Writer.TryComplete();
        _hurry.Cancel();
        bool done = _work.Wait(timeoutMilliseconds);
        while (!done && _waiting.Reader.TryRead(out _))
            _counts.Lost(1);
        // What is on its way is given up, and counted.
        bool closed = base.OnShutdown(0);
        return (done || _work.Wait(Closing)) && closed;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _hurry.Dispose();
    }

    private async Task WorkAsync()
    {
        var batch = new Activity[Most];
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (_waiting.Reader.Count < Most)
                await Task.Delay(Gathering, _time, _hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            int count = 0;
            while (count < Most && _waiting.Reader.TryRead(out Activity? span))
                batch[count++] = span;
            if (count > 0)
                Export(batch, count);
        }
    }

    private void Export(Activity[] batch, int count)
    {
        bool taken = false;
        try
        {
            using var spans = new Batch<Activity>(batch, count);
            taken = exporter.Export(spans) == ExportResult.Success;
        }
        finally
        {
            _counts.Sent(count, taken);
            Array.Clear(batch, 0, count);
        }
    }
}
