using Microsoft.Extensions.Logging;

namespace Fulcrum.Server.Running;

/// <summary>What is said of worker processes, and by them: kept until there is a log.</summary>
internal sealed partial class WorkerLog
{
    private const int MostEarly = 1000;
    private readonly Lock _lock = new();
    private readonly List<string> _early = [];
    private ILogger? _log;

    /// <summary>What was said before there was a log.</summary>
    public IReadOnlyList<string> Early
    {
        get
        {
            lock (_lock)
                return [.. _early];
        }
    }

    public void Attach(ILoggerFactory factory)
    {
        lock (_lock)
            _log = factory.CreateLogger("Fulcrum.Server.Isolation");
    }

    public void Say(string text, bool isWarning)
    {
        lock (_lock)
        {
            if (_log is null && _early.Count < MostEarly)
                _early.Add(text);
            else if (_log is not null && isWarning)
                Warn(_log, text);
            else if (_log is not null)
                Tell(_log, text);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void Warn(ILogger log, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void Tell(ILogger log, string text);
}
