using System.Globalization;
using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Terminal;

/// <summary>Progress on stderr: a line with an ETA that redraws itself on a terminal, JSON lines, or a plain line every 10 seconds.</summary>
internal sealed class ProgressRenderer(TextWriter output, ProgressStyle style, TimeProvider time) : IProgress<WorkProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private string _stage = "";
    private long _stageStarted, _lastShown;
    private long _firstDone;
    private bool _lineOpen;

    public void Report(WorkProgress value)
    {
        lock (_lock)
        {
            if (value.Stage != _stage)
                (_stage, _stageStarted, _lastShown, _firstDone) = (value.Stage, time.GetTimestamp(), 0, value.Done);
            if (!IsDue(value))
                return;
            _lastShown = time.GetTimestamp();
            Show(value);
        }
    }

    public void Dispose()
    {
        if (_lineOpen)
            output.Write("\r\u001b[K");
    }

    private bool IsDue(WorkProgress value) => style switch
    {
        ProgressStyle.None => false,
        ProgressStyle.Terminal => value.Done == value.Total || time.GetElapsedTime(_lastShown) > TimeSpan.FromMilliseconds(100),
        ProgressStyle.Json => value.Done == value.Total || time.GetElapsedTime(_lastShown) > TimeSpan.FromMilliseconds(500),
        _ => time.GetElapsedTime(Math.Max(_lastShown, _stageStarted)) > TimeSpan.FromSeconds(10),
    };

    private void Show(WorkProgress value)
    {
        if (style == ProgressStyle.Json)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"stage\":\"{JsonEncodedText.Encode(value.Stage)}\",\"done\":{value.Done},\"total\":{value.Total}}}"));
            return;
        }

        string text = $"{value.Stage}{(value.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $" {100 * value.Done / value.Total} %{Eta(value)}") : "")}";
        output.Write(style == ProgressStyle.Terminal ? $"\r{text}\u001b[K" : text + Environment.NewLine);
        _lineOpen = style == ProgressStyle.Terminal;
    }

    private string Eta(WorkProgress value)
    {
        long done = value.Done - _firstDone;
        if (done <= 0 || value.Done >= value.Total)
            return "";
        TimeSpan left = time.GetElapsedTime(_stageStarted) * ((double)(value.Total - value.Done) / done);
        return string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(left.TotalSeconds)} s left");
    }
}

/// <summary>How progress is shown.</summary>
internal enum ProgressStyle
{
    None,
    Terminal,
    Lines,
    Json,
}
